// Between the phone and the console: the round is read, and what is kept is sent, in order, each until it is acknowledged.
import { forget, keep, keepDay, queued } from "./store.js";

const AGAIN_LATER = new Set([408, 425, 429]);
const CHANGED_MEANWHILE = new Set(["conflict", "cross_origin"]);  // a new session: the next attempt carries its token

// The round as it stands now: `{day}`, or `{ended}` when nobody is signed in, `{refused}` with a sentence, `{away}`.
export async function read(here) {
  try {
    const answer = await fetch(`${here.base}/day`, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (answer.status === 401) return { ended: true };
    if (answer.status >= 500) return { away: true };
    const body = await answer.json();
    if (!answer.ok) return { refused: told(body) };
    // The server's clock decides when something happened; how long the answer took makes it at most a little early.
    const day = { ...body, ahead: Date.parse(body.now) - Date.now() };
    await keepDay(here.contract, day);
    return { day };
  } catch {
    return { away: true };
  }
}

// Sends what waits, in one tab at a time. Answers what `read` answers, as of afterwards.
export function flush(here) {
  return navigator.locks.request(`walk ${here.contract}`, async () => {
    const found = await read(here);
    if (!found.day) return found;
    let sent = 0;
    for (const entry of await queued(here.contract)) {
      if (entry.refused || entry.account !== found.day.account || entry.from > Date.now()) continue;
      const after = await send(here, entry, found.day.form);
      if (after.stop) return after.stop;
      sent += 1;
    }
    return sent ? read(here) : found;
  });
}

async function send(here, entry, form) {
  let answer;
  let body;
  try {
    answer = await fetch(`${here.base}/${entry.kind}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Idempotency-Key": entry.key, "Watchbill-Form": form },
      body: JSON.stringify(entry.body),
    });
    body = await answer.json();
  } catch {
    return { stop: { away: true } };
  }
  if (answer.status === 401) return { stop: { ended: true } };
  if (answer.status >= 500 || AGAIN_LATER.has(answer.status) || CHANGED_MEANWHILE.has(body.code)) return { stop: { away: true } };
  if (answer.ok) await forget(entry.key);
  else await keep({ ...entry, refused: told(body) });
  return {};
}

const told = (problem) => `${problem.title ?? ""}${problem.clause ? ` (${problem.clause})` : ""}`;
