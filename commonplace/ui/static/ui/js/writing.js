// "house:write" on a text field, with text, from and to: changes what stands there so that the browser's own undo takes it
// back. An event, because the scripts of a page are put together and know nothing of each other.
document.addEventListener("house:write", ({ target: area, detail: { text, from, to } }) => {
  if (document.activeElement === area) {
    area.setSelectionRange(from, to);
    // The old way is the one that can be undone; it deletes where there is nothing to insert.
    if (document.execCommand(text ? "insertText" : "delete", false, text)) return;
  }
  area.setRangeText(text, from, to, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
});
