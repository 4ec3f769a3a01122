// A file chosen in input[data-uploads] goes at once, piece by piece: a lost signal costs one piece, a reload the click.
// When it is there, the form names it in a hidden field in place of the bytes, so that a mistake elsewhere in the form
// never asks for it again. What the server does not take this way goes with the form, as without this file.
// Protocol: the core of tus 1.0, workflows/views/uploads.py.

const PIECE = 512 * 1024;
const PAUSE = 3000; // ms until the next try without a signal
const PATIENCE = 60_000; // ms for one piece

const waits = (time) => new Promise((done) => {
  const timer = setTimeout(done, time);
  window.addEventListener("online", () => { clearTimeout(timer); done(); }, { once: true });
});

class Sending {
  constructor(chooser, file) {
    this.file = file;
    this.url = chooser.input.dataset.uploads;
    this.words = chooser.input.dataset;
    this.token = chooser.input.form.elements.csrfmiddlewaretoken.value;
    this.memory = `tandem:upload:${location.pathname}:${chooser.input.name}:${file.name}:${file.size}:${file.lastModified}`;
    this.stop = new AbortController();
    this.draw(chooser);
  }

  draw(chooser) {
    this.row = document.createElement("li");
    this.text = document.createElement("span");
    this.text.setAttribute("role", "status");
    this.bar = document.createElement("progress");
    this.bar.max = this.file.size;
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", this.file.name);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--quiet";
    button.textContent = this.words.uploadCancel;
    const whose = document.createElement("span");
    whose.className = "visually-hidden";
    whose.textContent = ` ${this.file.name}`;
    button.append(whose);
    button.addEventListener("click", () => { chooser.drop(this); chooser.input.focus(); });
    this.share = document.createElement("span");
    this.share.className = "num";
    this.share.setAttribute("aria-hidden", "true"); // the bar tells it
    this.row.append(this.text, this.bar, this.share, button);
    this.say(this.words.uploadGoing);
  }

  say(words) {
    const percent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" }).format(this.bar.value / this.bar.max);
    const text = words.replace("{name}", this.file.name);
    this.share.textContent = percent;
    if (this.text.textContent !== text) this.text.textContent = text; // read aloud when it changes, not with each piece
  }

  ask(method, url, more = {}) {
    const signal = AbortSignal.any([this.stop.signal, AbortSignal.timeout(PATIENCE)]);
    return fetch(url, { method, signal, credentials: "same-origin", redirect: "error", ...more, headers: { "X-CSRFToken": this.token, ...more.headers } });
  }

  address() { return `${this.url}${this.key}/`; }

  // Resolves to whether the file is there; not, when it was cancelled or the server takes it with the form only.
  async send() {
    this.key = localStorage.getItem(this.memory);
    for (;;) {
      try {
        const offset = await this.stands();
        if (offset === null) return false;
        await this.pieces(offset);
        this.say(this.words.uploadDone);
        this.bar.remove();
        this.share.remove();
        return true;
      } catch (trouble) {
        if (this.stop.signal.aborted) return false;
        if (trouble.refused) return false;
        this.say(this.words.uploadWaits);
        await waits(PAUSE);
      }
    }
  }

  async stands() {
    if (this.key) {
      const answer = await this.ask("HEAD", this.address());
      if (answer.ok) return Number(answer.headers.get("Upload-Offset"));
      if (answer.status !== 404) throw this.trouble(answer);
    }
    const about = new URLSearchParams({ name: this.file.name, size: this.file.size });
    const answer = await this.ask("POST", this.url, { body: about });
    if (!answer.ok) throw this.trouble(answer);
    this.key = (await answer.json()).key;
    localStorage.setItem(this.memory, this.key);
    return 0;
  }

  trouble(answer) {
    const trouble = new Error(String(answer.status));
    trouble.refused = answer.status < 500;
    return trouble;
  }

  async pieces(from) {
    let offset = from;
    this.bar.value = offset;
    this.say(this.words.uploadGoing);
    while (offset < this.file.size) {
      const body = this.file.slice(offset, offset + PIECE);
      const headers = { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(offset) };
      const answer = await this.ask("PATCH", this.address(), { body, headers });
      if (answer.status !== 204 && answer.status !== 409) throw this.trouble(answer);
      offset = Number(answer.headers.get("Upload-Offset"));
      this.bar.value = offset;
      this.say(this.words.uploadGoing);
    }
  }

  cancel() {
    this.stop.abort();
    localStorage.removeItem(this.memory);
    if (this.key) fetch(this.address(), { method: "DELETE", credentials: "same-origin", headers: { "X-CSRFToken": this.token } }).catch(() => {});
    this.row.remove();
  }
}

class Chooser {
  constructor(input) {
    this.input = input;
    this.needed = input.required;
    this.sendings = [];
    this.list = document.createElement("ul");
    this.list.className = "file-input__sending";
    input.after(this.list);
    for (const button of input.parentElement.querySelectorAll("[data-kept]")) {
      button.addEventListener("click", () => { button.closest("li").remove(); this.require(); input.focus(); });
    }
    this.require();
    input.addEventListener("files:ready", () => this.chosen([...input.files]));
  }

  named() { return this.input.parentElement.querySelectorAll(`input[name="_kept.${this.input.name}"]`); }

  require() { this.input.required = this.needed && this.named().length === 0; }

  chosen(files) {
    if (!this.input.multiple) for (const field of this.named()) field.closest("li").remove();
    for (const sending of [...this.sendings]) this.drop(sending);
    const sendings = files.map((file) => new Sending(this, file));
    this.sendings = sendings;
    this.list.replaceChildren(...sendings.map((sending) => sending.row));
    this.busy = this.sendAll(sendings);
  }

  async sendAll(sendings) {
    for (const sending of sendings) {
      if (!this.sendings.includes(sending)) continue;
      if (await sending.send()) this.name(sending);
      else sending.row.remove();
    }
    if (sendings.some((sending) => this.sendings.includes(sending))) this.busy = null;
  }

  // Named in the form; its bytes need not go with it.
  name(sending) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = `_kept.${this.input.name}`;
    field.value = sending.key;
    sending.row.append(field);
    this.leave(sending.file);
    this.require();
  }

  leave(file) {
    const left = new DataTransfer();
    for (const each of this.input.files) if (each !== file && !(each.name === file.name && each.size === file.size)) left.items.add(each);
    this.input.files = left.files;
  }

  drop(sending) {
    this.sendings = this.sendings.filter((each) => each !== sending);
    if (!this.sendings.length) this.busy = null;
    sending.cancel();
    this.leave(sending.file);
    this.require();
  }
}

const choosers = [...document.querySelectorAll("input[type=file][data-uploads]")].filter((input) => input.form).map((input) => new Chooser(input));

// Sent while a file is still on its way: the form goes as soon as it is there.
document.addEventListener("submit", (event) => {
  const busy = choosers.filter((chooser) => chooser.input.form === event.target && chooser.busy).map((chooser) => chooser.busy);
  if (!busy.length) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  Promise.all(busy).then(() => { setTimeout(() => event.target.requestSubmit(event.submitter)); });
}, { capture: true });
