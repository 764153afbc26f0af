// form[data-candid="/address"] with data-keys, data-before, and data-in, data-signs for a reply: shows the form to whoever has
// a token, and sends it without a cookie. Words are kept nowhere. With `keep` this browser keeps, under `alias` and the
// address, [{sign, public, secret}]: what one speaks with under a sign.
import { bytes, keyOf, NAME, said } from "./tokens.js";

const form = document.querySelector("[data-candid]"), why = document.getElementById("candid-why");
const CURVE = { name: "ECDSA", namedCurve: "P-256" }, SIGNING = { name: "ECDSA", hash: "SHA-256" };
const { candid: address, keys: listed, before, in: talk, signs = "" } = form.dataset;
const tokens = `${NAME}${listed} ${before}`, aliases = `alias ${address}`;
const read = (name) => JSON.parse(localStorage.getItem(name) ?? "null");
const keep = (name, what) => localStorage.setItem(name, JSON.stringify(what));

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

const hint = form.querySelector("[data-hint]");
form.addEventListener("input", () => {
  const found = telling(`${form.elements.title?.value ?? ""}\n${form.elements.text.value}`);
  hint.hidden = !found.length;
  hint.querySelector("[data-found]").textContent = found.join(", ");
});

// --- Sending ---------------------------------------------------------------------------------------------------------
const kept = () => (read(aliases) ?? []).find((one) => signs.split(" ").includes(one.sign));

const speaker = async () => {
  const known = kept();
  if (known) {
    const secret = await crypto.subtle.importKey("pkcs8", bytes(known.secret), CURVE, false, ["sign"]);
    return { ...known, sign: (what) => crypto.subtle.sign(SIGNING, secret, what) };
  }
  const pair = await crypto.subtle.generateKey(CURVE, true, ["sign", "verify"]);
  return {
    public: said(new Uint8Array(await crypto.subtle.exportKey("spki", pair.publicKey))),
    secret: said(new Uint8Array(await crypto.subtle.exportKey("pkcs8", pair.privateKey))),
    sign: (what) => crypto.subtle.sign(SIGNING, pair.privateKey, what),
  };
};

const first = () => read(tokens)?.tokens?.[0];
const spend = (token) => {
  const had = read(tokens);
  keep(tokens, { ...had, tokens: had.tokens.filter((one) => one.prepared !== token) });
};

const signed = async (words, whose) => {
  const what = new TextEncoder().encode(words), signature = said(new Uint8Array(await whose.sign(what)));
  return new URLSearchParams({ said: said(what), public: whose.public, signature });
};

// The same words are the same request, whatever became of the answer.
let begun;
const request = async () => {
  const { prepared, signature: token } = first();
  const value = (name) => form.elements[name].value;
  const where = talk ? { conversation: talk } : { kind: value("kind"), space: value("space"), title: value("title") };
  const words = JSON.stringify({ ...where, text: value("text"), prepared, token });
  if (begun?.words !== words) {
    const whose = await speaker();
    begun = { words, whose, prepared, body: await signed(words, whose) };
  }
  return begun;
};

const tell = (reason) => {
  const trouble = form.querySelector("[data-trouble]");
  trouble.hidden = !reason;
  for (const one of trouble.querySelectorAll("[data-told]")) one.hidden = one.dataset.told !== reason;
};

const post = async (body) => {
  const answer = await fetch(address, { method: "POST", body, credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" })
    .catch(() => undefined);
  return answer?.json().catch(() => undefined);
};

const send = async () => {
  tell();
  const { body, whose, prepared } = await request();
  const told = await post(body);
  if (!told) return tell("away");
  if (told.refused === "spent") spend(prepared);
  if (told.refused) return tell(told.refused === "unfit" ? "words" : told.refused);
  spend(prepared);
  if (form.elements.keep?.checked && !kept()) {
    keep(aliases, [...(read(aliases) ?? []), { sign: told.sign, public: whose.public, secret: whose.secret }]);
  }
  const sent = document.querySelector("[data-sent]");
  sent.querySelector("[data-sign]").textContent = told.sign;
  form.reset();
  form.hidden = true;
  sent.hidden = false;
  sent.focus();
};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  if (button.disabled) return;
  button.disabled = true;
  send().catch(() => tell("away")).finally(() => (button.disabled = false));
});

const takeBack = async (button) => {
  const told = await post(await signed(JSON.stringify({ takes_back: button.dataset.takesBack }), await speaker()));
  button.hidden = Boolean(told?.waits);
  button.nextElementSibling.hidden = !told?.waits;
};

// What this browser's own sign said here, to be taken back; that needs no token.
const own = talk && isSecureContext && kept(), posts = document.querySelector("[data-own-posts]");
for (const one of own && posts ? posts.querySelectorAll(`[data-alias="${own.sign}"]`) : []) {
  posts.hidden = one.hidden = false;
  one.querySelector("button").addEventListener("click", (event) => takeBack(event.currentTarget).catch(() => undefined));
}

const begin = async () => {
  if (!isSecureContext || !crypto.subtle) return say("secure");
  if (!first()) return say("none");
  if (own) {
    const line = form.querySelector("[data-own]");
    line.querySelector("code").textContent = own.sign;
    line.hidden = false;
    form.querySelector("[data-keep]").hidden = true;
  }
  say((await keyOf(listed, before, read(tokens).key)) ? undefined : "key");
};
begin().catch(() => say("none"));
