// template#candid-news on a member's page, with data-news, data-say, data-talks: fetches what is new in all candid
// conversations, as every member's page does, and shows what concerns the signs that this browser keeps. What was seen it
// keeps itself, under `news` and the address: {conversation: {latest, answer}}. Nothing is sent back.
import { keep, read, signsAt } from "./speaking.js";

const place = document.getElementById("candid-news"), leaf = document.getElementById("leaf");
const { news: listed, say, talks } = place.dataset;
const name = `news ${listed}`;

const ownIn = (one, signs) => signs.find(({ sign }) => sign in one.latest)?.sign;

// What is new of a conversation to whoever holds this sign; nothing where all was seen.
const kindOf = (one, sign, seen = { latest: 0, answer: null }) => {
  if (one.latest[sign] > seen.latest) return one.asked === sign ? "answer" : "more";
  const isSettled = one.answer && one.answer !== seen.answer && one.settled_under !== sign;
  return isSettled && one.asked === sign ? "settled" : undefined;
};

const seen = (one, sign) => keep(name, { ...read(name), [one.id]: { latest: one.latest[sign], answer: one.answer } });

const show = (status, one, kind) => {
  const box = status.querySelector(".callout") ?? place.content.cloneNode(true).querySelector(".callout");
  const line = box.querySelector(`[data-news-of="${kind}"]`), told = line.cloneNode(true), link = told.querySelector("a");
  link.textContent = one.title;
  link.href = `${talks}${one.id}/`;
  told.hidden = false;
  line.before(told);
  if (!box.isConnected) status.append(box);
  return box;
};

const tell = async (status) => {
  // Asked for by every member's page, before it is known whether this browser keeps a sign.
  const answer = await fetch(listed);
  if (!answer.ok) return;
  const { news } = await answer.json(), signs = signsAt(say), told = [];
  for (const one of news) {
    const sign = ownIn(one, signs);
    if (!sign) continue;
    const kind = kindOf(one, sign, read(name)?.[one.id]);
    if (kind && location.pathname === `${talks}${one.id}/`) seen(one, sign);
    else if (kind) told.push([one, sign, kind]);
  }
  for (const [one, , kind] of told) {
    show(status, one, kind).querySelector("button").onclick = () => {
      for (const [each, sign] of told) seen(each, sign);
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
