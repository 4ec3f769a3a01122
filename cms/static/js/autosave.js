// Saves a draft as it is typed: <form data-autosave-url="…"> with input[name=version].
// What the server has not acknowledged stays in this browser and comes back after a reload.
// What somebody else changed meanwhile is shown beside one's own words; leaving then asks first.
// Protocol: templates/components/README.md, "Autosave".

const PAUSE = 1500; // ms after the last key
const RETRY = 10_000; // ms after a failure

class Draft {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosaveUrl;
    this.key = `tandem:draft:${this.url}`;
    this.line = form.querySelector("[data-autosave-status]") ?? document.querySelector("[data-autosave-status]");
    this.changed = new Set();
    this.disputed = new Set();
    this.timer = 0;
    this.saving = false;
    this.restore();
    form.addEventListener("input", (event) => this.touch(event.target));
    form.addEventListener("change", (event) => this.touch(event.target));
    form.addEventListener("submit", () => { clearTimeout(this.timer); this.leaving = true; });
    window.addEventListener("pagehide", () => { if (this.leaving) localStorage.removeItem(this.key); });
    window.addEventListener("pageshow", () => { this.leaving = false; });
    window.addEventListener("beforeunload", (event) => { if (this.disputed.size && !this.leaving) event.preventDefault(); });
    window.addEventListener("online", () => this.soon(0));
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.soon(0); });
  }

  kept() {
    try { return JSON.parse(localStorage.getItem(this.key)) ?? {}; } catch { return {}; }
  }

  keep() {
    const words = {};
    for (const name of this.changed) {
      const fields = this.fields(name);
      if (fields.some((field) => field.type === "file" || field.type === "password")) continue;
      words[name] = fields.map((field) => (this.isChoice(field) ? field.checked : field.value));
    }
    try {
      if (Object.keys(words).length) localStorage.setItem(this.key, JSON.stringify({ words, seen: this.seen() }));
      else localStorage.removeItem(this.key);
    } catch { /* private window: nothing to keep in, saving goes on */ }
  }

  // What the page showed when the words were typed: restored with them, so that they meet what came meanwhile.
  seen() {
    return Object.fromEntries(["version", "page"].filter((name) => this.form.elements[name]).map((name) => [name, this.form.elements[name].value]));
  }

  fields(name) {
    return [...this.form.elements].filter((field) => field.name === name);
  }

  isChoice(field) {
    return field.type === "checkbox" || field.type === "radio";
  }

  restore() {
    const { words = {}, seen = {} } = this.kept();
    for (const [name, value] of Object.entries(seen)) if (this.form.elements[name]) this.form.elements[name].value = value;
    this.form.dispatchEvent(new CustomEvent("draft:restore", { detail: words })); // tables grow the rows that were added here
    for (const [name, values] of Object.entries(words)) {
      this.fields(name).forEach((field, place) => {
        if (values[place] === undefined) return;
        if (this.isChoice(field)) field.checked = values[place];
        else field.value = values[place];
        field.dispatchEvent(new Event("input", { bubbles: true }));
      });
      this.changed.add(name);
    }
    if (this.changed.size) { this.say("restored"); this.soon(); }
  }

  touch(field) {
    if (!field.name || field.name === "csrfmiddlewaretoken" || field.name === "version" || field.type === "file") return;
    this.changed.add(field.name);
    this.keep();
    this.soon();
  }

  soon(pause = PAUSE) {
    clearTimeout(this.timer);
    if (this.changed.size && !this.stopped) this.timer = setTimeout(() => this.save(), pause);
  }

  async save() {
    if (this.saving || this.leaving || !this.changed.size) return;
    this.saving = true;
    const sent = new Set(this.changed);
    this.changed.clear();
    this.say("saving");
    try {
      const answer = await fetch(this.url, { method: "POST", body: this.body(sent), headers: this.headers(), credentials: "same-origin" });
      if (![200, 409, 422].includes(answer.status)) throw new Error(String(answer.status));
      await this.acknowledge(answer);
    } catch {
      for (const name of sent) this.changed.add(name);
      this.say("failed");
      this.saving = false;
      this.soon(RETRY);
      return;
    }
    this.saving = false;
    this.keep();
    this.soon();
  }

  body(sent) {
    const body = new FormData();
    for (const [name, value] of new FormData(this.form)) if (!(value instanceof File)) body.append(name, value);
    for (const name of sent) body.append("_changed", name);
    return body;
  }

  headers() {
    return { Accept: "application/json", "X-Autosave": "1", "X-CSRFToken": this.form.elements.csrfmiddlewaretoken.value };
  }

  async acknowledge(answer) {
    const told = await answer.json();
    const version = this.form.elements.version;
    if (version && told.version !== undefined) version.value = told.version;
    const conflicts = Object.entries(told.conflicts ?? {});
    for (const [key, conflict] of conflicts) { this.disputed.add(key); this.showConflict(key, conflict); }
    if (answer.status === 409 || this.disputed.size) this.say("conflict");
    else this.say("saved", told.saved_at);
  }

  showConflict(key, conflict) {
    const place = this.form.querySelector(`[data-conflict-for="${CSS.escape(key)}"]`);
    if (!place) return;
    const says = document.createElement("strong");
    says.textContent = this.line?.dataset.theirs ?? "";
    place.replaceChildren(says, `\n${conflict.theirs || "–"}`);
    place.hidden = false;
  }

  say(state, time = "") {
    if (!this.line) return;
    const words = this.line.querySelector("[data-autosave-text]") ?? this.line;
    this.line.dataset.state = state;
    words.textContent = `${this.line.dataset[state]} ${time}`.trim();
  }
}

for (const form of document.querySelectorAll("form[data-autosave-url]")) new Draft(form);
