// [data-toolbar="id of a field"]: buttons that write Markdown around what is chosen, or around a sample, chosen then. One
// of them is reached by Tab and the arrow keys lead to the others; Ctrl with B or I works in the field as elsewhere.
const write = (area, text, from = area.selectionStart, to = area.selectionEnd) => {
  area.dispatchEvent(new CustomEvent("house:write", { bubbles: true, detail: { text, from, to } }));
};

const around = (area, mark, sample) => {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const chosen = value.slice(from, to), length = mark.length;
  const stands = (at, edge) => value.slice(at, at + length) === mark && value[edge] !== mark[0];
  if (from >= length && stands(from - length, from - length - 1) && stands(to, to + length)) {
    write(area, chosen, from - length, to + length);
    area.setSelectionRange(from - length, to - length);
    return;
  }
  // Signs that touch white space on the inside mean nothing.
  const [, before, words, after] = /^(\s*)([^]*?)(\s*)$/.exec(chosen);
  write(area, before + mark + (words || sample) + mark + after, from, to);
  const begin = from + before.length + length;
  area.setSelectionRange(begin, begin + (words || sample).length);
};

const lines = (area, mark, sample) => {
  const { value } = area;
  const from = value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const last = area.selectionEnd - (area.selectionEnd > area.selectionStart ? 1 : 0);
  const end = value.indexOf("\n", Math.max(last, from));
  const to = end < 0 ? value.length : end;
  const chosen = value.slice(from, to).split("\n");
  const isMarked = chosen.some((line) => line.trim()) && chosen.every((line) => !line.trim() || line.startsWith(mark));
  if (!chosen.some((line) => line.trim())) {
    // A list and a quote begin after an empty line.
    const gap = from && !value.slice(0, from).endsWith("\n\n") ? "\n" : "";
    write(area, gap + mark + sample, from, to);
    area.setSelectionRange(from + gap.length + mark.length, from + gap.length + mark.length + sample.length);
    return;
  }
  const said = chosen.map((line) => (isMarked ? line.replace(mark, "") : line.trim() ? mark + line : line)).join("\n");
  const gap = !isMarked && from && value[from - 2] !== "\n" ? "\n" : "";
  write(area, gap + said, from, to);
  area.setSelectionRange(from + gap.length, from + gap.length + said.length);
};

const deeds = {
  bold: (area, sample) => around(area, "**", sample),
  italic: (area, sample) => around(area, "*", sample),
  list: (area, sample) => lines(area, "- ", sample),
  quote: (area, sample) => lines(area, "> ", sample),
  code: (area, sample) => {
    const { selectionStart: from, selectionEnd: to, value } = area;
    const chosen = value.slice(from, to);
    if (!chosen.includes("\n")) return around(area, "`", sample);
    const longest = Math.max(2, ...[...chosen.matchAll(/`+/g)].map((found) => found[0].length));
    const fence = "`".repeat(longest + 1), gap = from && value[from - 1] !== "\n" ? "\n" : "";
    const words = chosen.replace(/^\n+|\n+$/g, ""), after = value[to] === "\n" || to === value.length ? "" : "\n";
    write(area, `${gap}${fence}\n${words}\n${fence}${after}`, from, to);
    const begin = from + gap.length + fence.length + 1;
    area.setSelectionRange(begin, begin + words.length);
  },
  link: (area, sample) => {
    const { selectionStart: from, selectionEnd: to, value } = area;
    const chosen = value.slice(from, to).trim();
    const isAddress = /^(https?:\/\/|www\.)\S+$/i.test(chosen);
    const words = isAddress ? sample : chosen || sample, address = isAddress ? chosen : "https://";
    write(area, `[${words}](${address})`, from, to);
    // What is missing is chosen: the words for an address, else the address.
    const begin = isAddress || !chosen ? from + 1 : from + words.length + 3;
    area.setSelectionRange(begin, begin + (isAddress || !chosen ? words : address).length);
  },
};

for (const bar of document.querySelectorAll("[data-toolbar]")) {
  const area = document.getElementById(bar.dataset.toolbar);
  if (!area) continue;
  bar.hidden = false;
  const buttons = [...bar.querySelectorAll("button")];
  const lead = (to) => buttons.forEach((one) => { one.tabIndex = one === to ? 0 : -1; });
  lead(buttons[0]);
  const act = (button) => {
    if (!Object.hasOwn(deeds, button.dataset.mark)) return;
    area.focus();
    deeds[button.dataset.mark](area, button.dataset.sample);
  };
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    lead(button);
    act(button);
  });
  bar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(event.target), isRtl = getComputedStyle(bar).direction === "rtl";
    const on = isRtl ? "ArrowLeft" : "ArrowRight", back = isRtl ? "ArrowRight" : "ArrowLeft";
    const to = { [on]: at + 1, [back]: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const next = buttons[(to + buttons.length) % buttons.length];
    lead(next);
    next.focus();
  });
  area.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.isComposing) return;
    const button = { b: "bold", i: "italic" }[event.key.toLowerCase()];
    if (!button) return;
    event.preventDefault();
    act(buttons.find((one) => one.dataset.mark === button));
  });
}
