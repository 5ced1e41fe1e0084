// Lets the page open while the network is away: what was fetched last stands in. It answers for nothing else, above all
// not for what is read from or sent to the services: that is the page's own business, which knows what it has kept.
const KEPT = "watchbill-walk";
const PATIENCE = 4000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const page = request.mode === "navigate";
  const part = pathname.startsWith("/static/");
  if (request.method === "GET" && origin === self.location.origin && (page || part)) event.respondWith(freshOrKept(request, page));
});

async function freshOrKept(request, page) {
  const kept = await caches.match(request.url, { cacheName: KEPT, ignoreSearch: page, ignoreVary: true });
  try {
    const answer = await (kept ? inTime(fetch(request)) : fetch(request));
    if (answer.status >= 500 && kept) return kept;
    if (answer.ok && !answer.redirected) await (await caches.open(KEPT)).put(request.url.split("?")[0], answer.clone());
    return answer;  // a redirection to sign-in included
  } catch (failure) {
    if (kept) return kept;
    throw failure;
  }
}

function inTime(answer) {
  return Promise.race([answer, new Promise((_, late) => setTimeout(() => late(new Error("late")), PATIENCE))]);
}
