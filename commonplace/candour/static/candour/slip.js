// A slip of four words is the whole secret of a sign: stretched, they are its key, so that one may go on under it on another
// device. They are drawn here, shown once, and never sent. Why the point of the key is reckoned here stands in 0040.
import { said } from "./tokens.js";
import { WORDS } from "./vendor/eff-large-wordlist-2016/words.js";

const LONG = 4, TURNS = 1_000_000;
const CURVE = { name: "ECDSA", namedCurve: "P-256" }, SIGNING = { name: "ECDSA", hash: "SHA-256" };

// The curve P-256 (SP 800-186, 3.2.1.3): y² = x³ − 3x + b over the numbers below P; the point G has the order N.
const P = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const G = [
  0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
];
const within = (number) => ((number % P) + P) % P;
const inverse = (number) => {
  let found = 1n, square = within(number);
  for (let power = P - 2n; power; power >>= 1n) {
    if (power & 1n) found = (found * square) % P;
    square = (square * square) % P;
  }
  return found;
};
const sum = (one, other) => {
  if (!one || !other) return one ?? other;
  if (one[0] === other[0] && one[1] !== other[1]) return undefined;
  const slope = one[0] === other[0]
    ? within(3n * one[0] * one[0] - 3n) * inverse(2n * one[1])
    : within(other[1] - one[1]) * inverse(other[0] - one[0]);
  const x = within(slope * slope - one[0] - other[0]);
  return [x, within(slope * (one[0] - x) - one[1])];
};
const times = (number) => {
  let found, doubled = G;
  for (let left = number; left; left >>= 1n) {
    if (left & 1n) found = sum(found, doubled);
    doubled = sum(doubled, doubled);
  }
  return found;
};

const KNOWN = new Set(WORDS);
export const drawSlip = () => {
  const drawn = [], even = 65536 - (65536 % WORDS.length);
  while (drawn.length < LONG) {
    const [number] = crypto.getRandomValues(new Uint16Array(1));
    if (number < even) drawn.push(WORDS[number % WORDS.length]);
  }
  return drawn.join(" ");
};

// The words as they were written down; nothing where they are none of the list's, or not four.
export const readSlip = (written) => {
  const words = written.normalize("NFKC").toLowerCase().trim().split(/\s+/);
  return words.length === LONG && words.every((one) => KNOWN.has(one)) ? words.join(" ") : undefined;
};

const url = (number) => {
  const hex = number.toString(16).padStart(64, "0");
  return said(Uint8Array.from(hex.match(/../g), (one) => parseInt(one, 16))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
};

// The key of a slip, at the address to which it speaks: {public, secret}, in base64, as speaking.js keeps them.
export const keyOfSlip = async (words, address) => {
  const bytes = (text) => new TextEncoder().encode(text);
  const given = await crypto.subtle.importKey("raw", bytes(words), "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(`commonplace candour ${address}`), iterations: TURNS };
  // 384 bits, so that what is left of them by N is as even as one could wish.
  const drawn = new Uint8Array(await crypto.subtle.deriveBits(how, given, 384));
  const wide = BigInt(`0x${[...drawn].map((one) => one.toString(16).padStart(2, "0")).join("")}`);
  const d = (wide % (N - 1n)) + 1n, [x, y] = times(d);
  const point = { kty: "EC", crv: "P-256", x: url(x), y: url(y) };
  const secret = await crypto.subtle.importKey("jwk", { ...point, d: url(d) }, CURVE, true, ["sign"]);
  const open = await crypto.subtle.importKey("jwk", point, CURVE, true, ["verify"]);
  // The browser's own reckoning has the last word: a wrong point signs nothing.
  const signature = await crypto.subtle.sign(SIGNING, secret, drawn);
  if (!(await crypto.subtle.verify(SIGNING, open, signature, drawn))) throw new Error("slip");
  return {
    public: said(new Uint8Array(await crypto.subtle.exportKey("spki", open))),
    secret: said(new Uint8Array(await crypto.subtle.exportKey("pkcs8", secret))),
  };
};
