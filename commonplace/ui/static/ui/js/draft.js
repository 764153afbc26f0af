// data-draft="/address" on a form: keeps what is written on the server while one writes, and asks before leaving unkept words.
// The server answers 2xx when it has kept them. [data-draft-said] inside the form tells the writer, politely; its
// data-kept, data-unkept hold the two sentences in the reader's language.
const PAUSE = 1500;

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
  const keep = async () => {
    const body = written();
    unkept = false;
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body, headers: { "X-Draft": "yes" } });
      unkept ||= !answer.ok;
      say(answer.ok);
    } catch {
      unkept = true;
      say(false);
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
