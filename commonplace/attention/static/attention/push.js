// data-push="the house's key" on a form: asks this browser for an address under which its maker can reach it, and sends the
// form with it. The worker (see ui/js/worker.js) says what there is to say. Without a worker the form stays hidden.
const form = document.querySelector("[data-push]");
const part = (name) => form.querySelector(`[data-push-${name}]`);
const bytes = (said) => Uint8Array.from(atob(said.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const said = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const refuse = () => { part("refused").hidden = false; };

const subscribe = async () => {
  if (await Notification.requestPermission() !== "granted") return refuse();
  const { pushManager } = await navigator.serviceWorker.ready;
  // One made for another key, as of a house that has a new secret, is of no use any more.
  await (await pushManager.getSubscription())?.unsubscribe();
  const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(form.dataset.push) });
  form.elements.endpoint.value = made.endpoint;
  for (const key of ["p256dh", "auth"]) form.elements[key].value = said(made.getKey(key));
  form.submit();
};

if (form && navigator.serviceWorker && "PushManager" in window && "Notification" in window) {
  part("ready").hidden = false;
  part("without").hidden = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    subscribe().catch(refuse);
  });
}
