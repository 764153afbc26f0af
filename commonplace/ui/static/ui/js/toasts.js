// What was just done is said aloud too: a screen reader hears what comes into a live region, not what was there already.
// Once the reader has gone on, it stays at the head of the page and covers nothing.
const toasts = document.querySelector(".toasts");

if (toasts) {
  const said = [...toasts.querySelectorAll(".toast > span")].map((line) => [line, line.textContent]);
  for (const [line] of said) line.textContent = "\u00a0";
  setTimeout(() => { for (const [line, words] of said) line.textContent = words; }, 150);
  let from;
  setTimeout(() => { from = scrollY; }, 1500);
  addEventListener("scroll", () => {
    if (from !== undefined && Math.abs(scrollY - from) > innerHeight) toasts.dataset.said = "yes";
  }, { passive: true });
}
