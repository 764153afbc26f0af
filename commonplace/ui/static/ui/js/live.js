// data-live="a word for its reader" on a part of a page: it is asked for again once a minute while the page is looked at,
// and takes the place of what stood there where that has changed and nobody is at work in it. Where somebody else has
// signed in meanwhile, whose word is another, the page begins anew instead: two readers never stand on one page.
const MINUTE = 60_000;

const said = (part) => {
  const words = [part.textContent.replace(/\s+/g, " ")];
  for (const one of part.querySelectorAll("[href], [action]")) words.push(one.getAttribute("href") ?? one.getAttribute("action"));
  return words.join("\n");
};

const look = async () => {
  const part = document.querySelector("[data-live]");
  if (!part || document.hidden || part.contains(document.activeElement)) return;
  const answer = await fetch(location.pathname + location.search, { cache: "no-store" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const anew = page.querySelector("[data-live]");
  if (answer.redirected || anew?.dataset.live !== part.dataset.live) {
    if (answer.ok) location.reload();
    return;
  }
  if (said(anew) === said(part) || part.contains(document.activeElement)) return;
  part.replaceWith(document.importNode(anew, true));
  document.dispatchEvent(new Event("live"));
};

// Without a connection the page stays as it is.
if (document.querySelector("[data-live]")) setInterval(() => look().catch(() => undefined), MINUTE);
