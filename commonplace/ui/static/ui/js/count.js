// data-count="/address" in the navigation: how much stands behind that word. It is asked for once a minute while the page
// is looked at, however many pages are opened meanwhile. The server answers {"count": n}; only its owner is ever told.
const MINUTE = 60_000;
const words = [...document.querySelectorAll("[data-count]")];

const known = (address) => {
  try {
    const kept = JSON.parse(sessionStorage.getItem(address));
    return kept && Date.now() - kept.at < MINUTE ? kept : null;
  } catch {
    return null;
  }
};

const ask = async (address) => {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) return null;
  const told = { count: (await answer.json()).count, at: Date.now() };
  try {
    sessionStorage.setItem(address, JSON.stringify(told));
  } catch {
    // Without a store it is asked again on the next page.
  }
  return told;
};

const tell = async (isNews = false) => {
  if (document.hidden) return;
  for (const address of new Set(words.map((word) => word.dataset.count))) {
    try {
      const told = (isNews ? null : known(address)) ?? await ask(address);
      for (const word of words) {
        if (told && word.dataset.count === address) word.textContent = told.count ? String(told.count) : "";
      }
    } catch {
      // Without a connection the word stands without its number.
    }
  }
};

if (words.length) {
  setTimeout(() => tell(), 500);
  setInterval(() => tell(), MINUTE);
  // A page that noticed something new (see live.js): the number is to say the same.
  document.addEventListener("live", () => tell(true));
  // Whoever comes back to a tab reads what is so now.
  document.addEventListener("visibilitychange", () => tell());
}
