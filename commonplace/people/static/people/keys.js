// <button data-key disabled>: asks a device for a key, and can be pressed once script stands behind it.
// A key that did not go along is told in the page: [data-key-refused] holds the words, hidden until then.
document.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("[data-key]")) button.disabled = false;
});
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const said of document.querySelectorAll("[data-key-refused]")) said.hidden = false;
});
