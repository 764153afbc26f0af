// <svg data-season>: what lies ahead can be dragged to another day, or moved there by the arrow keys: left and right a
// day, up and down a week. Nothing has happened by then: Enter, or letting go, leads to the page that asks.
const DAY = 86_400_000;

function dayOf(iso) {
  return new Date(`${iso}T00:00:00Z`);
}

function measures(picture) {
  const { label, column, head, row, first } = picture.dataset;
  return { label: +label, column: +column, head: +head, row: +row, first: dayOf(first) };
}

// The day at a place of the picture, or nothing where there is none.
function dayAt(picture, x, y) {
  const { label, column, head, row, first } = measures(picture);
  const box = picture.getBoundingClientRect();
  const day = Math.floor((((x - box.left) / box.width) * 100 - label) / column) + 1;
  const month = Math.floor((y - box.top - head) / row);
  const found = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + month, day));
  return day >= 1 && month >= 0 && month < 12 && found.getUTCDate() === day ? found : null;
}

function place(picture, beat, day) {
  const { label, column, head, row, first } = measures(picture);
  const month = (day.getUTCFullYear() - first.getUTCFullYear()) * 12 + day.getUTCMonth() - first.getUTCMonth();
  if (month < 0 || month > 11 || day < dayOf(picture.dataset.today)) return false;
  for (const circle of beat.querySelectorAll("circle")) {
    circle.setAttribute("cx", `${(label + (day.getUTCDate() - 0.5) * column).toFixed(3)}%`);
    circle.setAttribute("cy", head + month * row + row / 2);
  }
  beat.dataset.to = day.toISOString().slice(0, 10);
  beat.classList.toggle("season__moved", beat.dataset.to !== beat.dataset.day);
  say(picture, beat.dataset.to === beat.dataset.day ? null : day);
  return true;
}

function say(picture, day) {
  const said = picture.parentElement.querySelector("[data-season-said]");
  const form = { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" };
  const words = day && day.toLocaleDateString(document.documentElement.lang, form);
  said.textContent = words ? `${words}. ${said.dataset.words}` : "";
}

function leadTo(beat) {
  const url = new URL(beat.getAttribute("href"), location.href);
  url.searchParams.set("on", beat.dataset.to);
  location.assign(url);
}

function beatOf(target) {
  return target.closest?.("[data-season] a[data-day]");
}

let dragged = null;

document.addEventListener("pointerdown", (event) => {
  const beat = event.button === 0 && beatOf(event.target);
  if (beat) dragged = { beat, picture: beat.ownerSVGElement, x: event.clientX, y: event.clientY, moves: false };
});
document.addEventListener("pointermove", (event) => {
  if (!dragged) return;
  dragged.moves ||= Math.hypot(event.clientX - dragged.x, event.clientY - dragged.y) > 6;
  const day = dragged.moves && dayAt(dragged.picture, event.clientX, event.clientY);
  if (day) place(dragged.picture, dragged.beat, day);
});
document.addEventListener("pointerup", () => {
  const { beat, moves } = dragged ?? {};
  dragged = null;
  if (!moves) return;
  // The click that follows would lead to the day on which it stood.
  beat.addEventListener("click", (click) => click.preventDefault(), { once: true });
  if (beat.classList.contains("season__moved")) leadTo(beat);
});
document.addEventListener("pointercancel", () => {
  dragged = null;
});
// A link is dragged as an address by browsers; here it is the dot that moves.
document.addEventListener("dragstart", (event) => {
  if (beatOf(event.target)) event.preventDefault();
});

const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

document.addEventListener("keydown", (event) => {
  const beat = beatOf(event.target);
  if (!beat || event.ctrlKey || event.metaKey || event.altKey) return;
  const picture = beat.ownerSVGElement;
  if (event.key in STEPS) {
    const from = dayOf(beat.dataset.to ?? beat.dataset.day);
    place(picture, beat, new Date(from.getTime() + STEPS[event.key] * DAY));
  } else if (event.key === "Escape" && beat.dataset.to) {
    place(picture, beat, dayOf(beat.dataset.day));
  } else if (event.key === "Enter" && beat.classList.contains("season__moved")) {
    leadTo(beat);
  } else {
    return;
  }
  event.preventDefault();
});
