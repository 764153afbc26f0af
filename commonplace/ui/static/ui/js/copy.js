// <a data-copy href="..."> or <button data-copy="text">: copies a link and says so with data-copied, the sentence.
document.addEventListener("click", async (event) => {
  const thing = event.target.closest?.("[data-copy]");
  if (!thing || !navigator.clipboard) return;
  event.preventDefault();
  try {
    await navigator.clipboard.writeText(thing.dataset.copy || thing.href);
    const before = thing.textContent;
    thing.textContent = thing.dataset.copied || before;
    thing.setAttribute("aria-live", "polite");
    setTimeout(() => { thing.textContent = before; }, 2500);
  } catch {
    if (thing.href) location.href = thing.href;
  }
});
