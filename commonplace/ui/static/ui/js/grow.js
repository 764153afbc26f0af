// Text areas grow with what is written in them where the browser cannot do it by style alone (field-sizing),
// and [data-left] counts characters as people see them, not as computers store them.
const grow = (area) => {
  area.style.blockSize = "auto";
  area.style.blockSize = `${area.scrollHeight + 2}px`;
};
const letters = globalThis.Intl?.Segmenter ? new Intl.Segmenter() : null;
const length = (text) => (letters ? [...letters.segment(text)].length : [...text].length);

if (!CSS.supports("field-sizing", "content")) {
  for (const area of document.querySelectorAll("textarea")) {
    if (area.value) grow(area);
    area.addEventListener("input", () => grow(area));
  }
}
for (const said of document.querySelectorAll("[data-left]")) {
  const field = document.getElementById(said.dataset.left);
  const tell = () => { said.textContent = length(field.value).toLocaleString(document.documentElement.lang); };
  field?.addEventListener("input", tell);
  if (field) tell();
}
