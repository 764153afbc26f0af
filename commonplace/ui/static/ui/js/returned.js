// data-returned: when words are given back, reading begins at what stands in the way.
document.querySelector("[data-returned]")?.focus();
