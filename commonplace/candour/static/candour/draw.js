// [data-candour="/address"] on a member's page, with data-keys, data-month, data-before, data-tokens: draws, once a month
// and unasked, the tokens that are good in the next (docs/candour.md). This browser keeps, for each month, {key, tokens:
// [{prepared, signature}]}; before an answer came {key, begun}, so that what is asked again is the same. Where it was told
// another key, or what came was signed by another, it draws nothing and says so on each page (template#candid-key), until
// one has seen it.
import { AnotherKey, bytes, keyOf, NAME, said } from "./tokens.js";

const place = document.querySelector("[data-candour]");
const seen = () => `${NAME}seen ${place.dataset.keys} ${place.dataset.month}`;
const PART = 32;

const forgetOld = (before) => {
  for (const one of Object.keys(localStorage)) {
    if (one.startsWith(NAME) && one.slice(-before.length) < before) localStorage.removeItem(one);
  }
};

const draw = async () => {
  const { candour: asked, keys: listed, month, before, tokens: number } = place.dataset;
  const name = `${NAME}${listed} ${month}`, kept = JSON.parse(localStorage.getItem(name) ?? "null");
  if (kept?.tokens) return;
  forgetOld(before);
  const found = await keyOf(listed, month, kept?.key);
  if (!found) return;
  const { BlindRSA, PrepareType } = await import("./vendor/blindrsa-ts-0.4.4/blindrsa.js");
  const scheme = new BlindRSA({ hash: "SHA-384", saltLength: 48, prepareType: PrepareType.Randomized });
  const key = await crypto.subtle.importKey("spki", found.key, { name: "RSA-PSS", hash: "SHA-384" }, true, ["verify"]);
  const begun = kept?.begun ?? [];
  while (begun.length < Number(number)) {
    const prepared = scheme.prepare(crypto.getRandomValues(new Uint8Array(PART)));
    const { blindedMsg, inv } = await scheme.blind(key, prepared);
    begun.push({ prepared: said(prepared), blinded: said(blindedMsg), inverse: said(inv) });
  }
  const keep = (what) => localStorage.setItem(name, JSON.stringify({ key: found.fingerprint, ...what }));
  keep({ begun });
  const body = new FormData();
  body.set("csrfmiddlewaretoken", place.querySelector("[name=csrfmiddlewaretoken]").value);
  body.set("key", found.fingerprint);
  body.set("blinded", begun.map((one) => one.blinded).join(" "));
  const answer = await fetch(asked, { method: "POST", body });
  // Drawn on another device; this one has none until next month.
  if (answer.status === 409 && (await answer.json()).refused === "drawn") keep({ tokens: [] });
  if (!answer.ok) return;
  const { signed } = await answer.json(), tokens = [];
  for (const [nth, { prepared, inverse }] of begun.entries()) {
    // What another key signed stumbles here, and nothing is kept of it.
    const signature = await scheme.finalize(key, bytes(prepared), bytes(signed[nth]), bytes(inverse)).catch(() => {
      throw new AnotherKey();
    });
    tokens.push({ prepared, signature: said(signature) });
  }
  keep({ tokens });
};

const sayAloud = () => {
  if (localStorage.getItem(seen())) return;
  const leaf = document.getElementById("leaf"), status = document.createElement("div");
  status.role = "status";
  leaf.prepend(status);
  status.append(document.getElementById("candid-key").content.cloneNode(true));
  status.querySelector("button").onclick = () => {
    localStorage.setItem(seen(), "1");
    status.remove();
    leaf.focus();
  };
};

// Without a connection, or where this browser keeps nothing, another page tries again.
const once = () =>
  navigator.locks
    .request("candour", { ifAvailable: true }, (lock) => lock && draw())
    .catch((problem) => problem instanceof AnotherKey && sayAloud());
if (place && isSecureContext && navigator.locks) (window.requestIdleCallback ?? setTimeout)(once);
