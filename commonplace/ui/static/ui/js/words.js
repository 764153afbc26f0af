// data-words-for="id" around boxes to tick: the words beside them are offered while one types in that line, after each comma.
for (const boxes of document.querySelectorAll("[data-words-for]")) {
  const line = document.getElementById(boxes.dataset.wordsFor);
  const words = [...boxes.querySelectorAll("input[type=checkbox]")].map((box) => box.value);
  if (!line || !words.length) continue;
  const list = document.createElement("datalist");
  list.id = `${line.id}-words`;
  line.after(list);
  line.setAttribute("list", list.id);
  line.autocomplete = "off";
  const offer = () => {
    const head = line.value.slice(0, line.value.search(/[^,，、،]*$/u)).trimEnd();
    const said = new Set(head.split(/[,，、،]/u).map((word) => word.trim().toLowerCase()));
    list.replaceChildren(...words.filter((word) => !said.has(word.toLowerCase())).map((word) => {
      const option = document.createElement("option");
      option.value = head ? `${head} ${word}` : word;
      return option;
    }));
  };
  line.addEventListener("input", offer);
  line.addEventListener("focus", offer, { once: true });
}
