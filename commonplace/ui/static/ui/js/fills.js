// <select data-fills="id">: a choice stands in that field, to be changed there; words of one's own are never lost.
document.addEventListener("change", (event) => {
  const choice = event.target.closest?.("[data-fills]");
  const field = choice && document.getElementById(choice.dataset.fills);
  if (!field) return;
  const words = choice.selectedOptions[0]?.dataset.words ?? "";
  const own = field.value.trim() && field.value !== (choice.dataset.filled ?? "");
  if (own) return;
  field.value = words;
  choice.dataset.filled = words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
