// data-draft="/address" on a form: keeps what is written on the server while one writes, and asks before leaving unkept words.
// The server answers 2xx when it has kept them. [data-draft-said] inside the form tells the writer, politely; its
// data-kept, data-unkept hold the two sentences in the reader's language.
// Where they cannot be kept there, as without net, they are kept on the device, in the cache of this reader (see worker.js),
// and stand in the form again when it is opened; data-returned says so.
const PAUSE = 1500;
const mine = async () => {
  const name = "caches" in window && (await caches.keys()).find((one) => one.startsWith("read-"));
  return name ? caches.open(name) : undefined;
};

for (const form of document.querySelectorAll("form[data-draft]")) {
  const said = form.querySelector("[data-draft-said]");
  let timer, unkept = false, leaving = false, flying = Promise.resolve();

  const say = (kept) => {
    if (said) said.textContent = (kept ? said.dataset.kept : said.dataset.unkept) ?? "";
  };
  const written = () => {
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    return body;
  };
  const place = `/words${new URL(form.action).pathname}`;
  const fields = () => [...form.querySelectorAll("textarea, input[type=text], input:not([type])")].filter((one) => one.name);
  const keepHere = async () => {
    const words = Object.fromEntries(fields().map((one) => [one.name, { said: one.value, before: one.defaultValue }]));
    await (await mine())?.put(place, new Response(JSON.stringify(words)));
  };
  const letGo = async () => { await (await mine())?.delete(place); };
  const giveBack = async () => {
    const found = await (await mine())?.match(place);
    if (!found) return;
    const words = await found.json();
    let isBack = false;
    for (const one of fields()) {
      const { said, before } = words[one.name] ?? {};
      if (!said || said === one.value || said === before) continue;
      // What was written elsewhere meanwhile stays; these words stand below it.
      const isOwn = !one.value || one.value === before;
      one.value = isOwn || one.tagName !== "TEXTAREA" ? said : `${one.value}\n\n${said}`;
      isBack = true;
      one.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (isBack && said) said.textContent = said.dataset.returned ?? "";
    if (!isBack) await letGo();
  };
  const keep = async () => {
    const body = written();
    unkept = false;
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body, headers: { "X-Draft": "yes" } });
      unkept ||= !answer.ok;
      say(answer.ok);
      await (answer.ok ? letGo() : keepHere());
    } catch {
      unkept = true;
      say(false);
      await keepHere();
    }
  };
  form.addEventListener("input", () => {
    unkept = true;
    clearTimeout(timer);
    timer = setTimeout(() => { flying = flying.then(keep); }, PAUSE);
  });
  // A phone put away may never come back to this page.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && unkept && !leaving) {
      const body = written();
      if (navigator.sendBeacon(form.dataset.draft, body)) unkept = false;
    }
  });
  form.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(timer);
  });
  addEventListener("pageshow", () => { leaving = false; });
  giveBack();
  addEventListener("beforeunload", (event) => {
    if (unkept && !leaving) event.preventDefault();
  });
}

// data-keep on a form without drafts: only asks before leaving.
for (const form of document.querySelectorAll("form[data-keep]:not([data-draft])")) {
  let touched = false;
  form.addEventListener("input", () => { touched = true; });
  form.addEventListener("submit", () => { touched = false; });
  addEventListener("beforeunload", (event) => {
    if (touched) event.preventDefault();
  });
}
