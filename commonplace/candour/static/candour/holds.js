// Which of what stewards hold back was written under signs that this browser keeps: it is told by a hash of the hold's
// number and the sign's key (candour/holds.py).
export const hash = async (text) => {
  const made = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return [...made].map((one) => one.toString(16).padStart(2, "0")).join("");
};

export const heldOf = async (held, signs) => {
  const found = [];
  for (const one of held) {
    for (const own of signs) if ((await hash(`${one.hold} ${own.public}`)) === one.whose) found.push([one, own]);
  }
  return found;
};
