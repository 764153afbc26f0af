// [data-folder] on a file input offers, beside it, a whole folder where the browser can choose one; its words are given.
for (const input of document.querySelectorAll("input[type=file][data-folder]")) {
  if (!("webkitdirectory" in input)) continue;
  const folder = input.cloneNode();
  folder.id = `${input.id}_folder`;
  folder.required = false;
  folder.webkitdirectory = true;
  const label = document.createElement("label");
  label.htmlFor = folder.id;
  label.textContent = input.dataset.folder;
  input.after(label, folder);
  // Either is enough.
  const isRequired = input.required;
  const settle = () => { input.required = isRequired && !folder.files.length; };
  folder.addEventListener("change", settle);
  settle();
}
