// Keeps what is typed into <form data-draft="key"> in this browser until the page of the saved thing
// says [data-draft-done="key"], and sends it once there is a connection: now, when it is back, or when the
// form is opened again. The server knows the same words a second time, so that nothing is saved twice.
// Without a browser store, or without JavaScript, the button still saves.

const RETRY = 10_000; // ms between two tries while the form is open

const place = (key) => `tandem:draft:${key}`;

function read(key) {
  try { return JSON.parse(localStorage.getItem(place(key))) ?? {}; } catch { return {}; }
}

function write(key, kept) {
  try { localStorage.setItem(place(key), JSON.stringify(kept)); } catch { /* private window: nothing to keep in */ }
}

function forget(key) {
  try { localStorage.removeItem(place(key)); } catch { /* as above */ }
}

// A phone that believes to be connected often is not: only an answer of ours counts.
async function isReachable() {
  if (!navigator.onLine) return false;
  try { return (await fetch(location.href, { method: "HEAD", cache: "no-store" })).ok; } catch { return false; }
}

class Draft {
  constructor(form) {
    this.form = form;
    this.key = form.dataset.draft;
    this.line = form.querySelector("[data-draft-kept]");
    this.waits = form.querySelector("[data-draft-offline]");
    this.timer = 0;
    const { words = {}, going } = read(this.key);
    this.restore(words);
    form.addEventListener("input", (event) => this.keep(event.target));
    form.addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    window.addEventListener("online", () => { if (this.sending) this.attempt(); });
    if (!going) return;
    if (form.querySelector("[data-error-summary]")) this.store(words, false);
    else this.send();
  }

  get fields() {
    return [...this.form.elements].filter((field) => field.name && field.type !== "hidden");
  }

  restore(words) {
    for (const field of this.fields) {
      if (words[field.name] === undefined) continue;
      if (field.type === "radio") field.checked = field.value === words[field.name];
      else if (!field.closest(".field--error")) field.value = words[field.name];
    }
    if (this.line) this.line.hidden = !Object.keys(words).length;
  }

  keep({ name, value, type }) {
    if (!name || type === "hidden") return;
    this.store({ ...read(this.key).words, [name]: value }, this.sending);
    if (this.line) this.line.hidden = false;
  }

  store(words, going) {
    write(this.key, { words, going: Boolean(going) });
  }

  // All of the form is kept, defaults too: opened again on another day it sends what was meant.
  send() {
    this.sending = true;
    this.store(Object.fromEntries([...new FormData(this.form)].filter(([name]) => this.fields.some((field) => field.name === name))), true);
    this.attempt();
  }

  async attempt() {
    clearTimeout(this.timer);
    if (await isReachable()) { if (!this.gone) { this.gone = true; this.form.submit(); } return; }
    if (this.waits?.hidden) { this.waits.hidden = false; this.waits.scrollIntoView({ block: "center" }); }
    this.timer = setTimeout(() => this.attempt(), RETRY);
  }
}

for (const done of document.querySelectorAll("[data-draft-done]")) {
  if (read(done.dataset.draftDone).going) forget(done.dataset.draftDone);
}

for (const notice of document.querySelectorAll("[data-draft-waits]")) {
  notice.hidden = !read(notice.dataset.draftWaits).going;
}

for (const form of document.querySelectorAll("form[data-draft]")) new Draft(form);
