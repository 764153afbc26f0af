// What drawing and saying share: where a browser keeps its tokens, bytes in base64, and the key of a month as all are told it.
export const NAME = "candour ";
export const bytes = (said) => Uint8Array.from(atob(said), (one) => one.charCodeAt(0));
export const said = (made) => {
  let written = "";
  for (const one of made) written += String.fromCharCode(one);
  return btoa(written);
};
const print = async (key) =>
  [...new Uint8Array(await crypto.subtle.digest("SHA-256", key))].map((one) => one.toString(16).padStart(2, "0")).join("");

// The list names another key than this browser was told before, or is not as it should be.
export class AnotherKey extends Error {}

// The one key of a month; nothing where none was told yet. Throws AnotherKey.
export const keyOf = async (listed, month, known) => {
  const answer = await fetch(listed, { credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" });
  if (!answer.ok) return undefined;
  const found = (await answer.json()).keys.filter((one) => one.month === month);
  if (!found.length && !known) return undefined;
  if (found.length !== 1) throw new AnotherKey();
  const key = bytes(found[0].key), fingerprint = await print(key);
  if (fingerprint !== found[0].fingerprint || (known ?? fingerprint) !== fingerprint) throw new AnotherKey();
  return { key, fingerprint };
};
