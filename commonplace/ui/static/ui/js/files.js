// [data-uploads="/address"] within a form, beside a text field (its id in data-field): a picture that is pasted, dropped
// or chosen is brought at once, one after another, and a pasted or dropped one is placed by its sign where one wrote. The
// server says how the form lists a file, or why it is not taken. Without script, the file field and signs do the same.
const write = (area, text, from = area.selectionStart, to = area.selectionEnd) => {
  area.dispatchEvent(new CustomEvent("house:write", { bubbles: true, detail: { text, from, to } }));
};

const TOLD = /^(csrfmiddlewaretoken|kept|leave_out|conversation|changes|description_\d+)$/;

for (const box of document.querySelectorAll("[data-uploads]")) {
  const area = document.getElementById(box.dataset.field), form = box.closest("form");
  const list = box.querySelector(".brought"), said = box.querySelector("[data-files-said]");
  const wrong = box.querySelector("[data-files-wrong]"), input = box.querySelector("input[type=file]");
  const progress = box.querySelector("progress");
  if (!area || !form) continue;
  for (const one of box.querySelectorAll("[data-with-script]")) one.hidden = false;
  const offer = () => { for (const one of list.querySelectorAll("[data-place]")) one.hidden = false; };
  offer();

  // Where something is on its way to, kept in its place while one goes on writing.
  const places = new Set();
  let before = area.value, busy = 0, flying = Promise.resolve(), isPlaced = false;
  area.addEventListener("input", () => {
    let start = 0;
    const now = area.value, longer = now.length - before.length;
    while (start < now.length && now[start] === before[start]) start += 1;
    for (const place of places) if (start < place.at) place.at = Math.max(start, place.at + longer);
    before = now;
  });

  const place = (sign, at) => {
    const head = area.value.slice(0, at), tail = area.value.slice(at);
    const above = !head || head.endsWith("\n\n") ? "" : head.endsWith("\n") ? "\n" : "\n\n";
    const below = tail.startsWith("\n\n") ? "" : tail.startsWith("\n") ? "\n" : "\n\n";
    const caret = area.selectionStart, text = above + sign + below;
    write(area, text, at, at);
    // Whoever went on writing elsewhere goes on there.
    if (caret !== at) area.setSelectionRange(...Array(2).fill(caret > at ? caret + text.length : caret));
    return at + text.length;
  };
  const say = (which, name) => { said.textContent = box.dataset[which].replace("{name}", name); };
  const refuse = (words) => {
    const line = document.createElement("p");
    line.className = "error";
    line.textContent = words;
    wrong.append(line);
    said.textContent = "";
  };
  const send = (file) => new Promise((resolve) => {
    const body = new FormData();
    for (const [name, value] of new FormData(form)) {
      if (TOLD.test(name)) body.append(name, value);
    }
    body.append("attached", file, file.name || "picture.png");
    const request = new XMLHttpRequest();
    request.open("POST", box.dataset.uploads);
    request.upload.addEventListener("progress", (event) => {
      if (event.total) progress.value = event.loaded / event.total;
    });
    request.addEventListener("loadend", () => resolve(request));
    request.send(body);
  });
  const bring = async (file, at) => {
    const name = file.name || "picture.png";
    if (file.size > Number(input.dataset.most)) return refuse(input.dataset.large.replace("{name}", name));
    say("bringing", name);
    progress.removeAttribute("value");
    progress.hidden = false;
    progress.setAttribute("aria-label", said.textContent);
    const answer = await send(file);
    progress.hidden = true;
    if (answer.status === 422) return refuse(answer.responseText);
    if (answer.status !== 201) return refuse(box.dataset.lost.replace("{name}", name));
    const holder = document.createElement("template");
    holder.innerHTML = answer.responseText;
    const item = holder.content.querySelector("li");
    const stands = document.getElementById(item.id);
    if (stands) stands.replaceWith(item);
    else list.append(item);
    offer();
    const sign = item.querySelector("[data-place]")?.dataset.place;
    if (at && sign) at.at = place(sign, at.at);
    say(at && sign ? "placed" : "here", item.querySelector("strong").textContent);
    form.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const bringAll = (files, from) => {
    wrong.replaceChildren();
    // Each goes behind the one before it.
    const at = from === undefined ? null : { at: from };
    if (at) places.add(at);
    for (const file of files) {
      busy += 1;
      flying = flying
        .then(() => bring(file, at))
        .catch(() => refuse(box.dataset.lost.replace("{name}", file.name)))
        .finally(() => { busy -= 1; });
    }
    if (at) flying = flying.finally(() => { places.delete(at); });
  };

  area.addEventListener("paste", (event) => {
    const files = [...event.clipboardData?.files ?? []];
    // Office programs give a picture of the words as well.
    if (!files.length || event.clipboardData.types.includes("text/plain")) return;
    event.preventDefault();
    if (area.selectionEnd > area.selectionStart) write(area, "");
    bringAll(files, area.selectionStart);
  });
  const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
  area.addEventListener("dragover", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    area.dataset.over = "yes";
  });
  for (const name of ["dragleave", "drop"]) area.addEventListener(name, () => { delete area.dataset.over; });
  area.addEventListener("drop", (event) => {
    if (!holdsFiles(event) || !event.dataTransfer.files.length) return;
    event.preventDefault();
    const under = document.caretPositionFromPoint?.(event.clientX, event.clientY);
    bringAll([...event.dataTransfer.files], under?.offsetNode === area ? under.offset : area.selectionStart);
  });
  input.addEventListener("change", () => {
    const files = [...input.files];
    input.value = "";
    bringAll(files, isPlaced ? area.selectionStart : undefined);
    isPlaced = false;
  });
  input.addEventListener("cancel", () => { isPlaced = false; });
  document.querySelector(`[data-toolbar="${area.id}"] [data-mark=picture]`)?.addEventListener("click", () => {
    isPlaced = true;
    input.click();
  });
  list.addEventListener("click", (event) => {
    const sign = event.target.closest("[data-place]")?.dataset.place;
    if (!sign) return;
    area.focus();
    place(sign, area.selectionStart);
  });
  // What is still on its way comes along.
  form.addEventListener("submit", (event) => {
    if (!busy) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const pressed = event.submitter;
    flying.then(() => { if (!wrong.children.length) form.requestSubmit(pressed); });
  }, { capture: true });
}
