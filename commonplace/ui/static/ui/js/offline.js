// What was read last, where there is no net: begins the worker (see worker.js), says of a kept page since when it is as it
// is, and on the page without net names what is kept. Needs nothing from the page.
navigator.serviceWorker?.register("/worker.js").catch(() => undefined);

const since = document.documentElement.dataset.kept;
if (since) {
  const answer = await fetch(`/offline/${document.documentElement.lang}`).catch(() => undefined);
  const words = answer && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-kept-words]");
  const leaf = document.querySelector("main");
  if (words && leaf) {
    const line = document.createElement("p");
    line.className = "callout";
    line.setAttribute("role", "status");
    const day = new Date(since).toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
    line.textContent = words.textContent.trim().replace("{when}", day);
    leaf.prepend(line);
  }
}

const list = document.querySelector("[data-read]");
if (list && "caches" in window) {
  for (const name of (await caches.keys()).filter((one) => one.startsWith("read-"))) {
    const mine = await caches.open(name);
    for (const request of [...(await mine.keys())].reverse()) {
      const { pathname, search } = new URL(request.url);
      if (pathname.startsWith("/words/")) continue;
      const page = new DOMParser().parseFromString(await (await mine.match(request)).text(), "text/html");
      const link = document.createElement("a"), item = document.createElement("li");
      link.href = pathname + search;
      link.dir = "auto";
      link.textContent = page.title.replace(/ · Commonplace\s*$/, "").trim();
      item.append(link);
      list.append(item);
    }
  }
  const section = list.closest("section");
  if (section) section.hidden = !list.children.length;
}
