// [data-most="bytes"] on a file input: a larger file is refused as it is chosen, in the words of data-large ({name} is its
// name), so that nothing of it is sent and what was written stays. Where files are brought at once, files.js does it.
for (const input of document.querySelectorAll("input[type=file][data-most]")) {
  if (input.closest("[data-uploads]")) continue;
  const line = document.createElement("p");
  line.className = "error";
  line.setAttribute("role", "alert");
  input.after(line);
  input.addEventListener("change", () => {
    const large = [...input.files].find((file) => file.size > Number(input.dataset.most));
    line.textContent = large ? input.dataset.large.replace("{name}", large.name) : "";
    if (large) input.value = "";
  });
}
