// [data-calling="/address"] beside a text area (its id in data-field): names are offered below while one types after an
// @. Arrow keys choose, Enter takes, Escape closes; Tab goes on as ever. The server knows who may be called and how each
// is written. A text area keeps its own role, so it says by aria-activedescendant which of the list is chosen.
const PAUSE = 150;
const BEGUN = /(?<![\p{L}\p{N}_@/.])@([\p{L}\p{N}'’][^\n@?!;:…—|<>=#]{0,60})$/u;

for (const box of document.querySelectorAll("[data-calling]")) {
  const area = document.getElementById(box.dataset.field);
  const list = box.querySelector("[role=listbox]"), said = box.querySelector("[role=status]");
  if (!area) continue;
  area.after(box);
  box.hidden = false;
  for (const other of area.form.querySelectorAll("[data-without-script]")) other.hidden = true;
  area.setAttribute("aria-autocomplete", "list");
  area.setAttribute("aria-haspopup", "listbox");
  let timer, asking, chosen = -1, closedAt = null;

  const begun = () => {
    if (area.selectionStart !== area.selectionEnd) return null;
    const found = BEGUN.exec(area.value.slice(0, area.selectionStart));
    return found && { at: found.index, name: found[1] };
  };
  const close = () => {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    list.replaceChildren();
    said.textContent = "";
    chosen = -1;
    for (const name of ["aria-controls", "aria-activedescendant"]) area.removeAttribute(name);
  };
  const choose = (place) => {
    const names = [...list.children];
    chosen = (place + names.length) % names.length;
    names.forEach((one, index) => one.setAttribute("aria-selected", String(index === chosen)));
    names[chosen].scrollIntoView({ block: "nearest" });
    area.setAttribute("aria-activedescendant", names[chosen].id);
  };
  const take = (option) => {
    const place = begun();
    const text = `${option.dataset.text} `;
    close();
    if (!place) return;
    area.focus();
    const detail = { text, from: place.at, to: area.selectionEnd };
    area.dispatchEvent(new CustomEvent("house:write", { bubbles: true, detail }));
    close();
  };
  const ask = async (place) => {
    asking?.abort();
    asking = new AbortController();
    const address = new URL(box.dataset.calling, location.href);
    address.searchParams.set("q", place.name);
    for (const name of ["conversation", "space"]) {
      const value = new FormData(area.form).get(name);
      if (value) address.searchParams.set(name, value);
    }
    try {
      const answer = await fetch(address, { signal: asking.signal });
      if (!answer.ok) return close();
      const offered = await answer.text();
      const now = begun();
      if (now?.at !== place.at || now.name !== place.name) return;
      const was = list.hidden;
      list.innerHTML = offered;
      list.hidden = !list.children.length;
      if (list.hidden) {
        const nobody = was && !/\s/.test(place.name) && place.name.length > 1;
        close();
        if (nobody) said.textContent = box.dataset.none;
        return;
      }
      area.setAttribute("aria-controls", list.id);
      said.textContent = list.children.length === 1 ? box.dataset.one : box.dataset.more;
      choose(0);
    } catch (problem) {
      if (problem.name !== "AbortError") close();
    }
  };

  area.addEventListener("input", () => {
    clearTimeout(timer);
    const place = begun();
    if (!place || place.at === closedAt) return close();
    closedAt = null;
    timer = setTimeout(() => ask(place), PAUSE);
  });
  area.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
    else if (event.key === "Enter" && !event.shiftKey) take(list.children[chosen]);
    else if (event.key === "Escape") {
      closedAt = begun()?.at ?? null;
      close();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
  area.addEventListener("blur", close);
  area.addEventListener("click", () => { if (!begun()) close(); });
}
