// The walk: what is to be checked, what was found, what still waits for the network. See store.js and sending.js.
import { card, element } from "./card.js";
import { flush, read } from "./sending.js";
import { dayOf, forget, keep, queued } from "./store.js";

const start = JSON.parse(document.getElementById("start").textContent);
const here = { ...start, base: location.pathname.replace(/\/$/, "") };
const say = (key, values = {}) => start.words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
const at = (id) => document.getElementById(id);

const TAKE_BACK = 4000;  // milliseconds in which a slip of the thumb can be taken back though the network is there
const LOOK_AGAIN = 5000;
const DONE = new Set(["pass", "fail", "no_demand"]);

let day = null;
let queue = [];
let standing = {};  // what the last attempt to reach the server said: away, ended, refused
let sending = false;
let order = Date.now();
const cards = new Map();

const lines = () => [day?.round, day?.month].flatMap((round) => round?.lines ?? []);
const now = () => new Date(Date.now() + (day?.ahead ?? 0));
const mine = (entry) => entry.account === day?.account;
const over = () => day?.round && now() > new Date(day.round.due_at) && !document.querySelector("#items form");  // a new one may be there
const closing = (moment) => clock(moment).replace("00:00", "24:00");
const clock = (moment) => new Date(moment).toLocaleTimeString("en-GB", { timeZone: here.zone, hour: "2-digit", minute: "2-digit" });

async function begin() {
  day = (await dayOf(here.contract)) ?? null;
  queue = await queued(here.contract);
  show();
  await reach();
  await stayOpen();
}

// Looks for the network and sends what waits. One attempt at a time; a call meanwhile is answered by the next one.
async function reach() {
  if (sending) return;
  sending = true;
  try {
    const found = queue.length ? await flush(here) : await read(here);
    standing = found.day ? {} : found;
    day = found.day ?? day;
    queue = await queued(here.contract);
  } finally {
    sending = false;
  }
  show();
}

// Keeps the page and its parts on the phone, and asks that they be left there when it runs short of space.
async function stayOpen() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register(`${here.base}/worker.js`, { scope: here.base });
  if (standing.away || standing.ended) return;
  const parts = performance.getEntriesByType("resource").map((part) => part.name).filter((name) => new URL(name).pathname.startsWith("/static/"));
  await (await caches.open("watchbill-walk")).addAll([here.base, ...new Set(parts)].map((url) => new Request(url, { cache: "reload" })));
  await navigator.storage?.persist?.();
  document.documentElement.dataset.kept = "yes";
}

async function record(line, result, note, photos) {
  const moment = now().toISOString();
  const common = { contract: here.contract, account: day.account, name: day.name, line: line.check_id, from: Date.now() + TAKE_BACK };
  const entry = (kind, body) => ({ ...common, kind, body, key: `walk-${crypto.randomUUID()}`, order: (order += 1) });
  const about = { day: day.day, line: line.line, at: moment };
  await keep(
    entry("results", { ...about, result, ...(note ? { note } : {}) }),
    ...photos.map((photo) => entry("photos", { ...about, photo })),
  );
  queue = await queued(here.contract);
  show();
  setTimeout(reach, TAKE_BACK + 50);
}

async function drop(entries) {
  await forget(...entries.map((entry) => entry.key));
  queue = await queued(here.contract);
  show();
}

function show() {
  const all = lines();
  const waiting = queue.filter((entry) => !entry.refused);
  const done = all.filter((line) => DONE.has(line.state.code) || queue.some((entry) => entry.line === line.check_id && entry.kind === "results" && !entry.refused));
  at("network").textContent = say(standing.away ? "offline" : "online");
  at("network").className = `line ${standing.away ? "is-off" : "is-on"}`;
  at("day").textContent = day?.day ?? "";
  at("due").textContent = day?.round ? say(now() > new Date(day.round.due_at) ? "over" : "until", { at: closing(day.round.due_at) }) : "";
  at("progress").max = Math.max(1, all.length);
  at("progress").value = done.length;
  at("counts").textContent = say("counts", { done: done.length, all: all.length, waiting: waiting.length });
  document.documentElement.dataset.waiting = waiting.length;
  at("messages").replaceChildren(...messages(all, waiting));
  showItems(all);
}

function messages(all, waiting) {
  const made = [];
  const message = (kind, words, ...more) => made.push(element("p", { className: `message is-${kind}` }, words, ...more));
  if (standing.ended) {
    const back = `${here.sign_in}?next=${encodeURIComponent(here.base)}`;
    message("warn", say(waiting.length ? "ended_waiting" : "ended", { waiting: waiting.length }), element("a", { href: back, className: "button" }, say("sign_in")));
  }
  if (standing.refused) message("bad", standing.refused);
  const others = waiting.filter((entry) => day && !mine(entry));
  if (others.length) message("warn", say("others", { name: [...new Set(others.map((entry) => entry.name))].join(", "), waiting: others.length }));
  if (!day && standing.away) message("warn", say("never_opened"));
  if (day && !all.length) message("info", say("no_round"));
  return made;
}

function showItems(all) {
  const only = at("only").checked;
  const list = at("items");
  let system = null;
  const wanted = [];
  for (const line of all) {
    const own = queue.filter((entry) => entry.line === line.check_id);
    const open = !DONE.has(line.state.code) || own.length > 0;
    if (only && !open) continue;
    const title = line.item[start.words.language === "en" ? "system_en" : "system_zh"];
    if (title !== system) wanted.push(element("h2", {}, (system = title)));
    wanted.push(cardOf(line, own));
  }
  if (only && all.length && !wanted.length) wanted.push(element("p", { className: "finished" }, say("finished")));
  const unchanged = wanted.length === list.children.length && wanted.every((one, index) => one === list.children[index] || (one.tagName === "H2" && one.isEqualNode(list.children[index])));
  if (!unchanged) list.replaceChildren(...wanted);
}

// A card is made anew only when what it says has changed, and never under the fingers of somebody who writes in it.
function cardOf(line, own) {
  const says = JSON.stringify([line.state, line.done_at, line.note, line.late, line.after_missed, own.map((entry) => [entry.key, entry.refused])]);
  const known = cards.get(line.check_id);
  if (known && (known.says === says || known.node.querySelector("form"))) return known.node;
  const node = card({ line, own, say, clock, english: start.words.language === "en", record, drop });
  cards.set(line.check_id, { says, node });
  return node;
}

at("only").addEventListener("change", show);
addEventListener("online", reach);
addEventListener("offline", () => { standing = { away: true }; show(); });
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && reach());
setInterval(() => (queue.some((entry) => !entry.refused) || standing.away || over()) && !standing.ended && reach(), LOOK_AGAIN);
begin();
