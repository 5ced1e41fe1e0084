// What the frame does without the server, so that it works while the connection is away: menu, clock, look, contract.
(() => {
  const remember = (name, value) => {
    document.cookie = `${name}=${value};path=/;max-age=31536000;samesite=strict${location.protocol === "https:" ? ";secure" : ""}`;
  };
  const recall = (name) => document.cookie.split("; ").find((c) => c.startsWith(`${name}=`))?.slice(name.length + 1);

  const chosen = recall("watchbill_look");
  const dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  remember("watchbill_dark", dark ? "1" : "0");
  const contract = location.pathname.match(/^\/c\/([A-Za-z0-9._-]+)\//)?.[1];
  if (contract) remember("watchbill_contract", contract);

  const showMenu = (shown) => {
    document.body.classList.toggle("shows-menu", shown);
    document.querySelector("[data-menu]")?.setAttribute("aria-expanded", shown);
  };
  document.addEventListener("click", (event) => {
    const on = (name) => event.target.closest?.(`[${name}]`);
    if (on("data-menu")) showMenu(!document.body.classList.contains("shows-menu"));
    if (on("data-look")) {
      const now = document.body.classList.contains("body--dark") ? "light" : "dark";
      remember("watchbill_look", now);
      remember("watchbill_dark", now === "dark" ? "1" : "0");
      location.reload();
    }
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("[data-contract]")) location.assign(`/c/${encodeURIComponent(event.target.value)}/`);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.body.classList.contains("shows-menu")) {
      showMenu(false);
      document.querySelector("[data-menu]").focus(); // what had the focus may be gone with the menu
    }
    if (event.key === "/" && !/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) {
      const first = document.querySelector(".wb-main .wb-filter input, .wb-main .wb-filter select");
      if (first) event.preventDefault(), first.focus();
    }
  });

  // What has the focus may be made anew: then what says the same gets it, or else the page, so that the next key goes on there.
  let held, words;
  document.addEventListener("focusin", (event) => (held = event.target, words = held.textContent));
  new MutationObserver(() => {
    if (!held || held.isConnected || document.activeElement !== document.body || document.querySelector("[role=dialog]")) return;
    held = undefined;
    const main = document.querySelector(".wb-main");
    const again = words && [...main?.querySelectorAll("a, button") ?? []].find((one) => one.textContent === words);
    (again || main)?.focus({ preventScroll: true });
  }).observe(document, { childList: true, subtree: true });

  // The server lets stand what is pressed until it was let go (shell/hand.py): a click is a press and a release of one element.
  let pressed = false;
  const press = (now) => {
    if (now === pressed || !window.socket?.connected) return;
    pressed = now;
    window.emitEvent("pressed", now);
  };
  const presses = (event) => event.target.closest?.(".wb-main :is(a, button, select, summary, label, input)");
  addEventListener("pointerdown", (event) => presses(event) && press(true), true);
  addEventListener("keydown", (event) => [" ", "Enter"].includes(event.key) && presses(event) && press(true), true);
  for (const end of ["pointerup", "pointercancel", "keyup", "blur"]) {
    addEventListener(end, () => setTimeout(() => press(false), 0), true); // the click is sent before
  }

  const two = (n) => String(n).padStart(2, "0");
  const formats = {};
  const format = (zone) => formats[zone] ??= new Intl.DateTimeFormat("en-GB", {
    timeZone: zone, month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false,
  });
  const tick = () => {
    for (const clock of document.querySelectorAll("[data-zone]")) {
      const parts = Object.fromEntries(format(clock.dataset.zone).formatToParts(new Date()).map((p) => [p.type, p.value]));
      const words = document.documentElement.lang.startsWith("en") ? `${parts.day}/${parts.month}` : `${parts.month}月${parts.day}日`;
      const text = `${words} ${parts.hour}:${parts.minute}${clock.dataset.seconds !== undefined ? `:${parts.second}` : ""}`;
      if (clock.textContent !== text) clock.textContent = text;
    }
    for (const at of document.querySelectorAll("[data-at]:empty")) {
      at.textContent = new Date(at.dataset.at).toLocaleTimeString("en-GB", { timeZone: at.dataset.in });
    }
    for (const since of document.querySelectorAll("[data-since]")) {
      const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(since.dataset.since)) / 1000));
      const hours = Math.floor(seconds / 3600);
      const text = `${hours ? `${hours}:${two(Math.floor(seconds / 60) % 60)}` : Math.floor(seconds / 60)}:${two(seconds % 60)}`;
      if (since.textContent !== text) since.textContent = text;
    }
  };
  setInterval(tick, 1000);
  addEventListener("load", () => setTimeout(() => {
    const spoken = document.querySelector(".wb-frame[lang],.wb-bare[lang]");
    if (spoken) document.documentElement.lang = spoken.lang;
    const now = document.querySelector(".wb-nav [aria-current]");
    const nav = now?.closest(".wb-nav");
    if (nav) nav.scrollTop = now.offsetTop - nav.clientHeight / 2; // the page's own entry may lie below the fold
  }, 0));
  addEventListener("load", () => setTimeout(tick, 50));

  // A lost connection: look whether the server is back, and whether the session still is. A page that comes back loads anew.
  let lost = 0;
  setInterval(async () => {
    if (!window.socket || window.socket.connected) {
      lost = 0;
      return;
    }
    lost += 1;
    if (lost < 3 || lost % 2) return;
    try {
      const answer = await fetch(location.href, { redirect: "manual", cache: "no-store" });
      if (answer.type === "opaqueredirect" || answer.ok) location.reload();
    } catch { /* still away */ }
  }, 1500);
})();
