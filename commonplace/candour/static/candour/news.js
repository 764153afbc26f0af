// template#candid-news on a member's page, with data-news, data-say, data-talks: fetches what is new in all candid
// conversations, as every member's page does, and shows what concerns the signs that this browser keeps. What was seen it
// keeps itself, under `news` and the address: {conversation: {latest, answer}}. Nothing is sent back.
import { heldOf } from "./holds.js";
import { keep, read, signsAt } from "./speaking.js";

const place = document.getElementById("candid-news"), leaf = document.getElementById("leaf");
const { news: listed, say, talks, holds } = place.dataset;
const name = `news ${listed}`;

const ownIn = (one, signs) => signs.find(({ sign }) => sign in one.latest)?.sign;

// What is new of a conversation to whoever holds this sign; nothing where all was seen.
const kindOf = (one, sign, seen = { latest: 0, answer: null }) => {
  if (one.latest[sign] > seen.latest) return one.asked === sign ? "answer" : "more";
  const isSettled = one.answer && one.answer !== seen.answer && one.settled_under !== sign;
  return isSettled && one.asked === sign ? "settled" : undefined;
};

const seen = (one, sign) => keep(name, { ...read(name), [one.id]: { latest: one.latest[sign], answer: one.answer } });

// Of a hold what was seen is how far it had come.
const stateOf = (one) => `${one.is_hidden} ${one.is_appealed} ${one.answer}`;
const seenHold = (one) => keep(name, { ...read(name), [`hold ${one.hold}`]: stateOf(one) });

const show = (status, kind, title, address) => {
  const box = status.querySelector(".callout") ?? place.content.cloneNode(true).querySelector(".callout");
  const line = box.querySelector(`[data-news-of="${kind}"]`), told = line.cloneNode(true), link = told.querySelector("a");
  if (title) link.textContent = title;
  link.href = address;
  told.hidden = false;
  line.before(told);
  if (!box.isConnected) status.append(box);
  return box;
};

const tell = async (status) => {
  // Asked for by every member's page, before it is known whether this browser keeps a sign.
  const answer = await fetch(listed);
  if (!answer.ok) return;
  const { news, held } = await answer.json(), signs = signsAt(say), told = [];
  for (const one of news) {
    const sign = ownIn(one, signs), address = `${talks}${one.id}/`;
    if (!sign) continue;
    const kind = kindOf(one, sign, read(name)?.[one.id]);
    if (kind && location.pathname === address) seen(one, sign);
    else if (kind) told.push([kind, one.title, address, () => seen(one, sign)]);
  }
  for (const [one] of await heldOf(held, signs)) {
    if (location.pathname === holds) seenHold(one);
    else if (read(name)?.[`hold ${one.hold}`] !== stateOf(one)) told.push(["held", "", holds, () => seenHold(one)]);
  }
  for (const [kind, title, address] of told) {
    show(status, kind, title, address).querySelector("button").onclick = () => {
      for (const [, , , see] of told) see();
      status.replaceChildren();
      leaf.focus();
    };
  }
};

if (place && leaf && isSecureContext) {
  const status = document.createElement("div");
  status.role = "status";
  leaf.prepend(status);
  (window.requestIdleCallback ?? setTimeout)(() => tell(status).catch(() => undefined));
}
