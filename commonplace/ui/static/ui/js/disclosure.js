// data-disclosure on <details>: closes with Escape, by a press elsewhere, or when focus leaves it.
for (const box of document.querySelectorAll("details[data-disclosure]")) {
  const close = () => { box.open = false; };
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !box.open) return;
    close();
    box.querySelector("summary").focus();
  });
  box.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !box.contains(event.relatedTarget)) close();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!box.contains(event.target)) close();
  });
}
