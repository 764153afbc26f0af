// #candid-held with data-news, data-say: shows what is held back of what was written under signs that this browser keeps,
// and asks for a second look under the sign. Whoever has a slip (slip.js) types it here: what is held is found by its key.
import { heldOf } from "./holds.js";
import { keyOfSlip, readSlip } from "./slip.js";
import { post, signed, signsAt, speaker, tell } from "./speaking.js";

const place = document.getElementById("candid-held"), template = document.getElementById("candid-hold");
const { news: listed, say } = place.dataset;

const ask = async (form, own, hold) => {
  const trouble = form.querySelector("[data-trouble]"), waits = form.querySelector("[data-waits]");
  tell(trouble);
  const what = { appeals: hold, words: form.elements.words.value };
  const told = await post(say, await signed(JSON.stringify(what), await speaker(own)));
  waits.hidden = !told?.waits;
  if (!told?.waits) tell(trouble, told?.refused ? (told.refused === "place" ? "place" : "words") : "away");
};

const show = (one, own) => {
  const line = template.content.cloneNode(true).querySelector("li"), form = line.querySelector("form");
  line.querySelector(`[data-what="${one.answer ? "answer" : one.is_hidden ? "hidden" : "held"}"]`).hidden = false;
  line.querySelector("[data-why]").textContent = one.answer || one.why;
  line.querySelector("[data-own]").hidden = !own.sign;
  line.querySelector("[data-sign]").textContent = own.sign ?? "";
  line.querySelector("[data-appealed]").hidden = !one.is_appealed || Boolean(one.answer);
  form.hidden = one.is_appealed || Boolean(one.answer);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(form, own, one.hold).catch(() => tell(form.querySelector("[data-trouble]"), "away"));
  });
  place.querySelector("[data-nothing]").hidden = true;
  place.querySelector("[data-holds]").append(line);
};

const look = async (signs) => {
  const answer = await fetch(listed, { cache: "no-cache" }); // a hold of a moment ago is here too
  if (!answer.ok) return 0;
  const found = await heldOf((await answer.json()).held, signs);
  for (const [one, own] of found) show(one, own);
  return found.length;
};

const entry = document.getElementById("candid-slip");
const enter = async () => {
  const trouble = entry.querySelector("[data-trouble]"), slip = readSlip(entry.elements.slip.value);
  tell(trouble);
  if (!slip) return tell(trouble, "words");
  if (!(await look([await keyOfSlip(slip, say)]))) return tell(trouble, "place");
  entry.closest("[data-slip-entry]").hidden = true;
  place.querySelector("[data-holds] form:not([hidden]) input")?.focus();
};

if (isSecureContext) {
  look(signsAt(say)).catch(() => undefined);
  entry.closest("[data-slip-entry]").hidden = false;
  entry.addEventListener("submit", (event) => {
    event.preventDefault();
    enter().catch(() => tell(entry.querySelector("[data-trouble]"), "place"));
  });
}
