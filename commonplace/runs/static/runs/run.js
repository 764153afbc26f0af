// The page of a run: hears what changed, shows the clock by the server's time, and sends without leaving the page. Nothing
// typed is lost: a line that could not be sent is sent again under the same mark, and kept once.
const here = document.querySelector("[data-run]"), line = document.querySelector("textarea[name=words]");
const clock = () => document.querySelector("[data-clock-at]");
// The device's own clock may be wrong or jump; only how much time passed here is taken from it.
let ahead = -Infinity, version = Number(here?.dataset.run), source;
const learn = (now) => { ahead = Math.max(ahead, now - performance.now()); };
const serverNow = () => performance.now() + ahead;

const spell = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
const tick = () => {
  const shown = clock();
  if (!shown || shown.dataset.runs === undefined) return;
  const gone = Math.max(0, (serverNow() - Number(shown.dataset.clockAt)) / 1000);
  const left = Number(shown.dataset.left) - Number(shown.dataset.over || 0) - gone;
  const words = spell(Math.ceil(Math.abs(left)));
  if (shown.textContent !== words) shown.textContent = words;
  const stage = shown.closest("[data-part]");
  stage.querySelector("[data-left-of]").hidden = left < 0;
  stage.querySelector("[data-over-time]").hidden = left >= 0;
  const allotted = Number(shown.dataset.allotted), bar = stage.querySelector("progress");
  if (bar && allotted) bar.value = Math.min(1, 1 - left / allotted);
};

const put = (name, html) => {
  const part = document.querySelector(`[data-part="${name}"]`);
  if (!part) return;
  // A word typed in one step stays in it until it is sent.
  if (name === "kinds" && line?.value.trim()) return;
  // Whoever is on a button stays on it, or on the one that came into its place.
  const stops = () => [...part.querySelectorAll("a[href], button, input, summary")];
  const held = part.contains(document.activeElement) ? document.activeElement : null;
  const place = stops().indexOf(held);
  const chosen = name === "kinds" ? part.querySelector("input:checked")?.value : undefined;
  part.innerHTML = html;
  if (chosen) { const again = part.querySelector(`input[value="${CSS.escape(chosen)}"]`); if (again) again.checked = true; }
  if (!held) return;
  const same = held.name && part.querySelector(`[name="${CSS.escape(held.name)}"][value="${CSS.escape(held.value)}"]`);
  (same || stops()[Math.min(place, stops().length - 1)])?.focus({ preventScroll: true });
};
const title = () => document.querySelector('[data-part="stage"] h1')?.textContent.trim();
const say = (before) => {
  const status = document.querySelector("[data-said]");
  if (status && title() && title() !== before) status.textContent = title();
};
const yours = (sentences) => {
  const part = document.querySelector('[data-part="you"]');
  part?.replaceChildren(...sentences.map((words) => {
    const line = document.createElement("p");
    line.textContent = words;
    return line;
  }));
};

// A whole page takes the place of this one, part by part, and leaves what is being typed.
const apply = (page) => {
  const at = Number(page.querySelector("[data-run]")?.dataset.run);
  if (!page.querySelector('[data-part="stage"]') || !document.querySelector('[data-part="stage"]')) {
    location.reload();
    return;
  }
  const before = title();
  for (const part of page.querySelectorAll("[data-part]")) put(part.dataset.part, part.innerHTML);
  const notices = document.querySelector("[data-notices]");
  notices.replaceChildren(...[...page.querySelector("[data-notices]").children].map((one) => document.importNode(one, true)));
  if (Boolean(page.querySelector("#note")) !== Boolean(document.querySelector("#note"))) location.reload();
  if (at) version = at;
  tick();
  say(before);
};
const anew = async () => apply(new DOMParser().parseFromString(await (await fetch(location.href, { cache: "no-store" })).text(), "text/html"));

const hear = (said) => {
  learn(said.now);
  version = said.version;
  if (said.anew) {
    location.reload();
    return;
  }
  const before = title();
  for (const [name, html] of Object.entries(said.parts ?? {})) put(name, html);
  if (said.you) yours(said.you);
  const list = document.querySelector("[data-lines]"), none = document.querySelector("[data-none]");
  for (const html of said.lines ?? []) {
    const box = document.createElement("template");
    box.innerHTML = html.trim();
    const item = box.content.firstElementChild;
    if (item && !document.getElementById(item.id)) list?.append(item);
  }
  for (const pk of said.gone ?? []) document.getElementById(`line-${pk}`)?.remove();
  if (none && list) none.hidden = list.children.length > 0;
  tick();
  say(before);
};

const address = () => `${here?.dataset.liveAt}?past=${version}`;
const look = async () => {
  const answer = await fetch(address(), { cache: "no-store" });
  if (answer.status === 200) hear(await answer.json());
  else if (answer.status === 404) location.reload();
};
let asking;
const listen = () => {
  if (document.hidden || !here?.dataset.liveAt) return;
  clearInterval(asking);
  source?.close();
  source = new EventSource(address());
  source.onmessage = (event) => hear(JSON.parse(event.data));
  // The browser tries again by itself, unless it was refused; then it is asked now and then, as where no line can stand.
  source.onerror = () => {
    if (source.readyState === EventSource.CLOSED) asking = setInterval(() => look().catch(() => undefined), 3000);
  };
};
document.addEventListener("visibilitychange", () => {
  if (document.hidden) { source?.close(); clearInterval(asking); } else { listen(); tick(); }
});

const mark = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
};
const send = async (form, data) => {
  const hint = form.querySelector("[data-sending]");
  for (;;) {
    try {
      const answer = await fetch(form.action.split("#")[0], { method: "POST", body: data });
      if (answer.status < 500) {
        if (hint) hint.hidden = true;
        return answer;
      }
    } catch { /* no net: again in a moment */ }
    if (hint) hint.hidden = false;
    await new Promise((resolve) => { setTimeout(resolve, 3000); });
  }
};
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-run-form]");
  if (!form) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const press = event.submitter?.value ?? "";
  if (form.dataset.busy !== undefined) {
    // The same again is a slip of the hand; another press waits until this one has had its answer.
    if (press !== form.dataset.busy) form.dataset.waits = press;
    return;
  }
  form.dataset.busy = press;
  const data = new FormData(form, event.submitter);
  const answer = await send(form, data);
  delete form.dataset.busy;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (form.dataset.runForm === "note") {
    if (!answer.ok) {
      // What stands in the way is said by the page itself, with the words in it.
      form.removeAttribute("data-run-form");
      form.submit();
      return;
    }
    // What was typed while this was on its way is the next line.
    if (line.value === data.get("words")) line.value = "";
    form.elements.idempotency_key.value = mark();
    sessionStorage.removeItem(typed);
  } else if (!answer.ok && answer.status !== 422) {
    location.reload();
    return;
  }
  apply(page);
  if (form.dataset.waits === undefined) return;
  const next = form.querySelector(`button[value="${CSS.escape(form.dataset.waits)}"]`);
  delete form.dataset.waits;
  if (next) form.requestSubmit(next);
}, { capture: true });

// A page reloaded in a tunnel finds its words again.
const typed = `run ${location.pathname}`;
if (line) {
  if (!line.value) line.value = sessionStorage.getItem(typed) ?? "";
  line.addEventListener("input", () => sessionStorage.setItem(typed, line.value));
}

if (clock()) {
  // The page was made before it came here: as long before as its answer took to begin.
  const [way] = performance.getEntriesByType("navigation");
  ahead = Number(clock().dataset.clockAt) - (way?.responseStart ?? performance.now());
}
setInterval(tick, 250);
tick();
listen();
if (here?.dataset.liveAt && !clock()) setTimeout(() => anew().catch(() => undefined), 60_000);
