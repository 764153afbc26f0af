// dialog[data-keys="/search"] stands on a page whose reader switched keys on: / j k r ? lead through it (WCAG 2.1.4).
const keys = document.querySelector("dialog[data-keys]");
const PLACES = "main :is(.post, .entries > li:not([aria-hidden]))"; // a week's name among rows is none

if (keys) {
  let last = null;
  const isWriting = (at) => at?.closest?.("input, textarea, select, [contenteditable]") != null;
  const step = (by) => {
    const places = [...document.querySelectorAll(PLACES)].filter((one) => one.checkVisibility());
    const from = document.activeElement?.closest(PLACES) ?? (last?.isConnected ? last : null);
    const place = places[from ? places.indexOf(from) + by : by > 0 ? 0 : -1];
    if (!place) return;
    last = place;
    const target = place.matches(".post") ? place : place.querySelector("a.entry__title") ?? place.querySelector("a") ?? place;
    if (target === place) place.tabIndex = -1;
    target.focus({ preventScroll: true });
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
    r: () => document.querySelector("#reply textarea")?.focus(),
    "?": () => keys.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    if (!Object.hasOwn(deeds, event.key) || isWriting(event.target) || document.querySelector("dialog[open]")) return;
    event.preventDefault(); // else the sign would stand in the field that it leads to
    deeds[event.key]();
  });
}
