// One item of the round: large targets while it is open, a line when it is done, sentences for what went otherwise.
import { shrunk } from "./photo.js";

export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

const SHAPES = { pass: "✓", fail: "✕", no_demand: "–", missed: "!", open: "" };

export function card({ line, own, say, clock, english, record, drop }) {
  const result = own.find((entry) => entry.kind === "results");
  const refused = own.filter((entry) => entry.refused);
  const state = result && !result.refused ? result.body.result : line.state.code;
  const title = english ? line.item.title_en : line.item.title_zh;
  const node = element("article", { className: `item is-${state}` });
  node.dataset.check = line.check_id;
  node.append(element("h3", {}, title, element("small", {}, line.place)));

  const outcome = (code, ...words) => node.append(element("p", { className: `outcome is-${code}` }, element("b", {}, SHAPES[code]), words.filter(Boolean).join(" · ")));
  const sentence = (kind, ...parts) => node.append(element("p", { className: `message is-${kind}` }, ...parts));

  if (result && !result.refused) {
    outcome(state, say(state), clock(result.body.at), say("kept"));
    const photos = own.filter((entry) => entry.kind === "photos").length;
    if (result.body.note || photos) node.append(element("p", { className: "quiet" }, [result.body.note, photos ? say("photos", { count: photos }) : ""].filter(Boolean).join(" · ")));
    node.append(button(say("take_back"), "plain", () => drop(own)));
  } else if (line.state.code === "open" || line.state.code === "missed") {
    if (line.state.code === "missed") outcome("missed", say("missed"));
    node.append(choices(node, line, title, say, record));
  } else {
    outcome(state, say(state), line.done_at ? clock(line.done_at) : "", line.note);
    if (line.late) sentence("warn", say("late"));
    if (line.after_missed && !line.late) sentence("info", say("after_missed"));
    if (line.fault_id) sentence("info", say("fault_opened"));
    const waiting = own.filter((entry) => !entry.refused).length;
    if (waiting) node.append(element("p", { className: "quiet" }, say("photos", { count: waiting }), " · ", say("kept")));
  }
  for (const entry of refused) {
    const what = entry.kind === "results" ? [say(entry.body.result), clock(entry.body.at), entry.body.note].filter(Boolean).join(" · ") : say("photo");
    sentence("bad", say("refused", { what, why: entry.refused }), button(say("put_away"), "plain", () => confirm(say("put_away_sure")) && drop([entry])));
  }
  return node;
}

function button(words, kind, act, label = words) {
  const made = element("button", { type: "button", className: kind, onclick: act }, words);
  made.setAttribute("aria-label", label);
  return made;
}

// One touch for what is in order; whatever needs a word opens the form.
function choices(node, line, title, say, record) {
  const row = element("div", { className: "choices" });
  const open = (result) => { const form = formOf(node, row, line, title, result, say, record); row.replaceWith(form); form.querySelector("textarea").focus(); };
  row.append(
    button(`✓ ${say("pass")}`, "choice is-pass", () => record(line, "pass", "", []), `${title}: ${say("pass")}`),
    button(`✕ ${say("fail")}`, "choice is-fail", () => open("fail"), `${title}: ${say("fail")}`),
  );
  if (line.item.no_demand_allowed) row.append(button(`– ${say("no_demand")}`, "choice is-no_demand", () => open("no_demand"), `${title}: ${say("no_demand")}`));
  row.append(button(say("more"), "choice is-more", () => open("pass"), `${title}: ${say("more")}`));
  return row;
}

function formOf(node, row, line, title, result, say, record) {
  const photos = [];
  const note = element("textarea", { rows: 2, maxLength: 4000, required: result !== "pass", name: "note" });
  const file = element("input", { type: "file", accept: "image/*", className: "unseen" });
  file.setAttribute("capture", "environment");
  const shown = element("div", { className: "photos" });
  const wrong = element("p", { className: "message is-bad", hidden: true });
  file.addEventListener("change", async () => {
    for (const one of file.files) {
      try {
        const photo = await shrunk(one);
        const picture = element("button", { type: "button", className: "photo", onclick: () => { photos.splice(photos.indexOf(photo), 1); picture.remove(); } }, element("img", { src: photo, alt: say("photo") }));
        picture.setAttribute("aria-label", say("photo_away"));
        photos.push(photo);
        shown.append(picture);
      } catch {
        wrong.textContent = say("photo_unreadable");
        wrong.hidden = false;
      }
    }
    file.value = "";
  });
  const form = element("form", { className: "entry", noValidate: true },
    element("p", { className: `outcome is-${result}` }, element("b", {}, SHAPES[result]), say(result)),
    element("label", {}, say(result === "pass" ? "note" : result === "fail" ? "note_fail" : "note_no_demand"), note),
    shown,
    element("label", { className: "button camera" }, say("photo_add"), file),
    wrong,
    element("div", { className: "choices" },
      element("button", { type: "submit", className: `choice is-${result}` }, say("save")),
      button(say("cancel"), "choice is-more", () => form.replaceWith(row))),
  );
  form.setAttribute("aria-label", title);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (note.required && !note.value.trim()) {
      wrong.textContent = say("note_missing");
      wrong.hidden = false;
      note.focus();
      return;
    }
    form.remove();
    await record(line, result, note.value.trim(), photos);
  });
  return form;
}
