// What a browser does that keeps the sign of a conversation: it says what settled it, and takes back what was said. It needs
// no token.
import { post, signed, speaker, tell } from "./speaking.js";

const send = async (address, own, what) => post(address, await signed(JSON.stringify(what), await speaker(own)));

const takeBack = async (address, own, button) => {
  const told = await send(address, own, { takes_back: button.dataset.takesBack });
  button.hidden = Boolean(told?.waits);
  button.nextElementSibling.hidden = !told?.waits;
};

const showPosts = (address, own) => {
  const posts = document.querySelector("[data-own-posts]");
  for (const one of posts?.querySelectorAll(`[data-alias="${own.sign}"]`) ?? []) {
    posts.hidden = one.hidden = false;
    const press = (event) => takeBack(address, own, event.currentTarget).catch(() => undefined);
    one.querySelector("button").addEventListener("click", press);
  }
};

const showSettling = (address, own) => {
  const asked = document.querySelector("[data-asked]"), form = asked?.querySelector("form");
  if (!form) return;
  asked.hidden = false;
  const trouble = form.querySelector("[data-trouble]"), waits = form.querySelector("[data-waits]");
  const say = async (what) => {
    tell(trouble);
    waits.hidden = true;
    const told = await send(address, own, what);
    waits.hidden = !told?.waits;
    if (!told?.waits) tell(trouble, told?.refused ? (told.refused === "place" ? "place" : "words") : "away");
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    say(Object.fromEntries(new FormData(form))).catch(() => tell(trouble, "away"));
  });
  form.querySelector("[data-unsettles]")?.addEventListener("click", (event) => {
    say({ unsettles: event.currentTarget.dataset.unsettles }).catch(() => tell(trouble, "away"));
  });
};

export const showOwn = (address, own, asker) => {
  showPosts(address, own);
  if (own.sign === asker) showSettling(address, own);
};
