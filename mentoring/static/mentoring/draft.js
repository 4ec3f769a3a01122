// Keeps what is typed into <form data-draft="key"> in this browser until the page of the saved thing
// says [data-draft-done="key"]. Without a browser store, or without JavaScript, the button still saves.

const place = (key) => `tandem:draft:${key}`;

function read(key) {
  try { return JSON.parse(localStorage.getItem(place(key))) ?? {}; } catch { return {}; }
}

function write(key, words) {
  try { localStorage.setItem(place(key), JSON.stringify(words)); } catch { /* private window: nothing to keep in */ }
}

for (const done of document.querySelectorAll("[data-draft-done]")) {
  try { localStorage.removeItem(place(done.dataset.draftDone)); } catch { /* as above */ }
}

for (const form of document.querySelectorAll("form[data-draft]")) {
  const key = form.dataset.draft;
  const line = form.querySelector("[data-draft-kept]");
  const kept = read(key);
  const fields = [...form.elements].filter((field) => field.name && field.type !== "hidden");
  for (const field of fields) {
    if (kept[field.name] === undefined) continue;
    if (field.type === "radio") field.checked = field.value === kept[field.name];
    else if (!field.closest(".field--error")) field.value = kept[field.name];
  }
  if (line) line.hidden = !Object.keys(kept).length;
  const waits = form.querySelector("[data-draft-offline]");
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    if (waits) { waits.hidden = false; waits.scrollIntoView({ block: "center" }); }
    window.addEventListener("online", () => form.requestSubmit(), { once: true });
  });
  form.addEventListener("input", (event) => {
    const { name, value } = event.target;
    if (!name || event.target.type === "hidden") return;
    write(key, { ...read(key), [name]: value });
    if (line) line.hidden = false;
  });
}
