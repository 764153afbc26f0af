// #candid with data-candid="/address", data-keys, data-before, and data-in, data-signs, data-asker for a reply: shows the
// form to whoever has a token, and sends it without a cookie. Words are kept nowhere. With `keep` this browser keeps what
// one speaks with under a sign (speaking.js), and shows what one does under it (own.js). data-signs has `sign:hash` of each
// sign here and its key, by which a slip (slip.js) finds its sign.
import { hash } from "./holds.js";
import { showOwn } from "./own.js";
import { drawSlip, keyOfSlip, readSlip } from "./slip.js";
import { keep, keepSign, post, read, signed, signsAt, speaker, tell } from "./speaking.js";
import { AnotherKey, keyOf, NAME } from "./tokens.js";

const form = document.getElementById("candid-words"), why = document.getElementById("candid-why");
const { candid: address, keys: listed, before, in: talk, signs = "", asker } = document.getElementById("candid").dataset;
const tokens = `${NAME}${listed} ${before}`;
const there = signs.split(" ").map((one) => one.split(":"));
let known;
// Several where conversations were joined; one speaks on under the first.
const ours = () => signsAt(address).filter((one) => there.some(([sign]) => sign === one.sign));
const kept = () => known ?? ours()[0];

const goOn = (own) => {
  known = own;
  showOwn(address, own, asker);
  document.querySelector("[data-slip-entry]")?.setAttribute("hidden", "");
  const line = form?.querySelector("[data-own]");
  if (!line) return;
  line.querySelector("code").textContent = own.sign;
  line.hidden = false;
  form.querySelector("[data-keep]").hidden = true;
};

const say = (reason) => {
  why.hidden = !reason;
  form.hidden = Boolean(reason);
  for (const one of why.querySelectorAll("[data-why]")) one.hidden = one.dataset.why !== reason;
};

// --- A name, a place or a day in the words ---------------------------------------------------------------------------
const language = document.documentElement.lang;
const named = (options, days) => days.map((day) => new Intl.DateTimeFormat(language, options).format(day).toLowerCase());
const CALENDAR = new Set([
  ...named({ month: "long" }, [...Array(12).keys()].map((month) => new Date(2024, month, 1))),
  ...named({ weekday: "long" }, [...Array(7).keys()].map((day) => new Date(2024, 0, 1 + day))),
]);
const NUMBERS = /\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?|\b(?:19|20)\d\d\b|\b\d{1,2}:\d\d\b/gu;
const BEGINS = /(?:^|[.!?…:\n“”"„«»(*#-])\s*$/u;

const telling = (text) => {
  const found = [...text.matchAll(NUMBERS)].map(([one]) => one);
  for (const { 0: word, index } of text.matchAll(/\p{L}[\p{L}’'-]+/gu)) {
    const isNamed = /^\p{Lu}/u.test(word) && !/^I[’']/u.test(word) && !BEGINS.test(text.slice(0, index));
    if (isNamed || CALENDAR.has(word.toLowerCase())) found.push(word);
  }
  return [...new Set(found)].slice(0, 8);
};

const hint = form?.querySelector("[data-hint]");
form?.addEventListener("input", () => {
  const found = telling(`${form.elements.title?.value ?? ""}\n${form.elements.text.value}`);
  hint.hidden = !found.length;
  hint.querySelector("[data-found]").textContent = found.join(", ");
});

// --- Sending ---------------------------------------------------------------------------------------------------------
const first = () => read(tokens)?.tokens?.[0];
const spend = (token) => {
  const had = read(tokens);
  keep(tokens, { ...had, tokens: had.tokens.filter((one) => one.prepared !== token) });
};

const withSlip = async () => {
  const slip = drawSlip();
  return { slip, ...(await keyOfSlip(slip, address)) };
};

// The same words are the same request, whatever became of the answer.
let begun;
const request = async () => {
  const { prepared, signature: token } = first();
  const value = (name) => form.elements[name].value;
  const where = talk ? { conversation: talk } : { kind: value("kind"), space: value("space"), title: value("title") };
  const words = JSON.stringify({ ...where, text: value("text"), later: value("when") === "day", prepared, token });
  if (begun?.words !== words) {
    const whose = await speaker(kept() ?? (await withSlip()));
    begun = { words, whose, prepared, body: await signed(words, whose) };
  }
  return begun;
};

const trouble = form?.querySelector("[data-trouble]");
const send = async () => {
  tell(trouble);
  const { body, whose, prepared } = await request();
  const told = await post(address, body);
  if (!told) return tell(trouble, "away");
  if (told.refused === "spent") spend(prepared);
  if (told.refused) return tell(trouble, told.refused === "unfit" ? "words" : told.refused);
  spend(prepared);
  if (form.elements.keep?.checked && !kept()) {
    keepSign(address, { sign: told.sign, public: whose.public, secret: whose.secret });
  }
  const sent = document.querySelector("[data-sent]");
  sent.querySelector("[data-sign]").textContent = told.sign;
  sent.querySelector("[data-slip]").hidden = !whose.slip;
  sent.querySelector("[data-slip] code").textContent = whose.slip ?? "";
  form.reset();
  form.hidden = true;
  sent.hidden = false;
  sent.focus();
};

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  if (button.disabled) return;
  button.disabled = true;
  send().catch(() => tell(trouble, "away")).finally(() => (button.disabled = false));
});

// --- A slip from another device --------------------------------------------------------------------------------------
const entry = document.getElementById("candid-slip");
const enter = async () => {
  const trouble = entry.querySelector("[data-trouble]"), slip = readSlip(entry.elements.slip.value);
  tell(trouble);
  if (!slip) return tell(trouble, "words");
  const found = await keyOfSlip(slip, address);
  for (const [sign, printed] of there) {
    if ((await hash(`${sign} ${found.public}`)) !== printed) continue;
    if (entry.elements.keep.checked) keepSign(address, { sign, ...found });
    entry.reset();
    return goOn({ sign, ...found });
  }
  tell(trouble, "place");
};
entry?.addEventListener("submit", (event) => {
  event.preventDefault();
  enter().catch(() => tell(entry.querySelector("[data-trouble]"), "place"));
});

const [own, ...more] = talk && isSecureContext ? ours() : [];
if (own) goOn(own);
for (const one of more) showOwn(address, one, asker);
if (!own) document.querySelector("[data-slip-entry]")?.toggleAttribute("hidden", !talk || !isSecureContext);

const begin = async () => {
  if (!isSecureContext || !crypto.subtle) return say("secure");
  if (!first()) return say("none");
  say((await keyOf(listed, before, read(tokens).key)) ? undefined : "away");
};
if (form) begin().catch((problem) => say(problem instanceof AnotherKey ? "key" : "away"));
