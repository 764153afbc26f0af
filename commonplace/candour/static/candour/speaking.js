// Speaking under a sign. A browser keeps, under `alias` and the address to which it speaks, [{sign, public, secret}] where
// its owner said that the device is theirs. What is sent goes without a cookie, signed.
import { bytes, said } from "./tokens.js";

const CURVE = { name: "ECDSA", namedCurve: "P-256" }, SIGNING = { name: "ECDSA", hash: "SHA-256" };
export const read = (name) => JSON.parse(localStorage.getItem(name) ?? "null");
export const keep = (name, what) => localStorage.setItem(name, JSON.stringify(what));

export const signsAt = (address) => read(`alias ${address}`) ?? [];
export const keepSign = (address, one) => keep(`alias ${address}`, [...signsAt(address), one]);

// Whoever speaks under a sign that is known here, or about to with a new key.
export const speaker = async (known) => {
  const secret = await crypto.subtle.importKey("pkcs8", bytes(known.secret), CURVE, false, ["sign"]);
  return { ...known, sign: (what) => crypto.subtle.sign(SIGNING, secret, what) };
};

export const signed = async (words, whose) => {
  const what = new TextEncoder().encode(words), signature = said(new Uint8Array(await whose.sign(what)));
  return new URLSearchParams({ said: said(what), public: whose.public, signature });
};

// What was answered; nothing where no answer came.
export const post = async (address, body) => {
  const sent = { method: "POST", body, credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" };
  const answer = await fetch(address, sent).catch(() => undefined);
  return answer?.json().catch(() => undefined);
};

// Of `[data-told]` in what tells of trouble, the one that fits is shown.
export const tell = (trouble, reason) => {
  trouble.hidden = !reason;
  for (const one of trouble.querySelectorAll("[data-told]")) one.hidden = one.dataset.told !== reason;
};
