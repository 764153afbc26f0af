// Changes what stands in a field so that the browser's own undo takes it back.
export const write = (area, text, from = area.selectionStart, to = area.selectionEnd) => {
  if (document.activeElement === area) {
    area.setSelectionRange(from, to);
    // The old way is the one that can be undone; it deletes where there is nothing to insert.
    if (document.execCommand(text ? "insertText" : "delete", false, text)) return;
  }
  area.setRangeText(text, from, to, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
};
