// dialog[data-keys="/search"] stands on a page whose reader switched keys on: / j k r ? lead through it (WCAG 2.1.4).
const keys = document.querySelector("dialog[data-keys]");
const PLACES = "main :is(.post, .entries > li:not([aria-hidden]))"; // a week's name among rows is none

if (keys) {
  let last = null;
  const isWriting = (at) => at?.closest?.("input, textarea, select, [contenteditable]") != null;
  const stand = (place) => {
    last = place;
    const target = place.matches(".post") ? place : place.querySelector("a.entry__title") ?? place.querySelector("a") ?? place;
    if (target === place) place.tabIndex = -1;
    target.focus({ preventScroll: true });
    return target;
  };
  // Beyond the border of a page: on to the next, back to the last place of the one before.
  const turn = (by) => {
    const link = document.querySelector(by > 0 ? "main a[rel=next]" : "main a[rel=prev]");
    if (!link) return;
    if (by < 0 && link.dataset.last) location.assign(new URL(link.dataset.last, link.href));
    else link.click();
  };
  const step = (by) => {
    const places = [...document.querySelectorAll(PLACES)].filter((one) => one.checkVisibility());
    const from = document.activeElement?.closest(PLACES) ?? (last?.isConnected ? last : null);
    const place = places[from ? places.indexOf(from) + by : by > 0 ? 0 : -1];
    if (!place) return turn(by);
    const target = stand(place);
    place.scrollIntoView({ block: target === place ? "start" : "nearest" });
  };
  const deeds = {
    "/": () => {
      const field = [...document.querySelectorAll("main input[type=search]")].find((one) => one.checkVisibility());
      if (field) field.focus();
      else if (keys.dataset.keys) location.assign(keys.dataset.keys);
    },
    j: () => step(1),
    k: () => step(-1),
    r: () => {
      const field = document.querySelector("#reply textarea");
      if (field) field.focus();
      else document.querySelector("main a[data-reply]")?.click(); // it stands on the last page
    },
    "?": () => keys.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    if (!Object.hasOwn(deeds, event.key) || isWriting(event.target) || document.querySelector("dialog[open]")) return;
    event.preventDefault(); // else the sign would stand in the field that it leads to
    deeds[event.key]();
  });
  // Whoever was led to a post goes on from it.
  const led = document.getElementById(location.hash.slice(1));
  if (led?.matches(PLACES)) stand(led);
}
