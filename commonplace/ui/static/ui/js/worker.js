// The worker of the house: shows what was read last where there is no net. It keeps pages for one reader alone, who asked
// to stay signed in on this device (see people/middleware.py); with another reader, or none, all that was kept goes first.
// LANGUAGES and WORDS are written above this by the view.
const STILL = "still", READ = "read-", NOBODY = "nobody", MOST = 30;
const KEPT = [/^\/$/, /^\/for-you$/, /^\/c\/[-\w]+\/(?:about|conversations\/(?:\d+\/)?|topics\/.*)?$/];
// Readers are told apart by the cache; what else answers vary by is the same on one device.
const ANY = { ignoreVary: true };
const ACCOUNT = /^\/account\//;
// An answer that was asked for before somebody went is not kept after.
let term = 0;

const readers = async () => (await caches.keys()).filter((name) => name.startsWith(READ));
const forget = async (but = "") => {
  const gone = (await readers()).filter((name) => name !== but);
  if (gone.length || !but) term += 1;
  await Promise.all(gone.map((name) => caches.delete(name)));
};

const prepare = async () => {
  const still = await caches.open(STILL);
  for (const language of LANGUAGES) {
    const address = `/offline/${language}`, answer = await fetch(address, { credentials: "omit" });
    if (!answer.ok) throw new Error(address);
    await still.put(address, answer.clone());
    const named = [...(await answer.text()).matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map((found) => found[1]);
    await Promise.all(named.map((one) => still.add(one).catch(() => undefined)));
  }
};

const offline = async () => {
  const still = await caches.open(STILL);
  const said = await (await still.match("/language", ANY))?.text();
  return (await still.match(`/offline/${said}`, ANY)) ?? (await still.match(`/offline/${LANGUAGES[0]}`, ANY)) ?? Response.error();
};

const note = async (url, answer, began) => {
  const reader = answer.headers.get("X-Reader");
  if (!reader) return;
  const name = READ + reader;
  if (reader === NOBODY) {
    if ((await readers()).length) await forget();
    return;
  }
  // Of somebody who has gone meanwhile: their pages come late, and the reader of today is another.
  if (began !== term) return;
  await forget(name);
  const now = term;
  const language = answer.headers.get("Content-Language");
  if (language) await (await caches.open(STILL)).put("/language", new Response(language));
  const mine = await caches.open(name);
  const isKept = KEPT.some((one) => one.test(url.pathname));
  if (answer.status === 200 && isKept && !/no-store/.test(answer.headers.get("Cache-Control") ?? "")) {
    const headers = new Headers(answer.headers), body = await answer.text(), key = url.pathname + url.search;
    headers.set("X-Kept-At", new Date().toISOString());
    await mine.delete(key);
    await mine.put(key, new Response(body, { headers }));
    const pages = (await mine.keys()).filter((one) => !new URL(one.url).pathname.startsWith("/words/"));
    await Promise.all(pages.slice(0, -MOST).map((one) => mine.delete(one)));
  }
  // Whoever went while this was written leaves nothing behind.
  if (now !== term && (await readers()).includes(name)) await caches.delete(name);
};

const kept = async (url) => {
  for (const name of await readers()) {
    const mine = await caches.open(name);
    const found = (await mine.match(url.pathname + url.search, ANY)) ?? (await mine.match(url.pathname, { ...ANY, ignoreSearch: true }));
    if (!found) continue;
    const body = (await found.text()).replace("<html ", `<html data-kept="${found.headers.get("X-Kept-At")}" `);
    return new Response(body, { headers: found.headers });
  }
  return undefined;
};

const visit = async (event, url) => {
  const { request } = event, isReading = request.method === "GET";
  // Before it is asked, lest the net goes between signing out and the page after it.
  if (!isReading && ACCOUNT.test(url.pathname)) await forget();
  const began = term;
  try {
    const answer = await fetch(request);
    if ((answer.headers.get("Content-Type") ?? "").startsWith("text/html")) {
      event.waitUntil(note(url, answer.clone(), isReading ? began : NaN));
    }
    return answer;
  } catch {
    return (isReading && await kept(url)) || offline();
  }
};

const fetched = async (request) => {
  const still = await caches.open(STILL);
  try {
    const answer = await fetch(request);
    if (answer.ok && answer.status === 200) await still.put(request, answer.clone());
    return answer;
  } catch {
    return (await still.match(request, ANY)) ?? Response.error();
  }
};

// Something waits (see attention/push.py): said without a word of what it is, and one saying takes the place of the last.
const say = async () => {
  const said = await (await caches.open(STILL)).match("/language", ANY);
  const words = WORDS[await said?.text()] ?? WORDS[LANGUAGES[0]];
  await registration.showNotification(words.title, { body: words.body, lang: words.lang, tag: "waits", icon: words.icon });
};
const lead = async () => {
  const open = await clients.matchAll({ type: "window" });
  const there = open.find((one) => new URL(one.url).pathname === "/for-you") ?? open[0];
  if (!there) return clients.openWindow("/for-you");
  await there.focus();
  return there.navigate("/for-you");
};

addEventListener("push", (event) => event.waitUntil(say()));
addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(lead());
});
addEventListener("install", (event) => event.waitUntil(prepare().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(visit(event, url));
  else if (request.method === "GET" && /^\/(?:static|offline)\//.test(url.pathname)) event.respondWith(fetched(request));
});
