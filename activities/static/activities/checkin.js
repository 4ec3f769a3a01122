// The list at the door. Each tap is written into this browser before anything else and leaves it only when the
// server has said that it has it; the server takes a tap twice without harm. So a hall without a connection
// loses nobody, and a phone that sends again after a broken answer doubles nobody.

const RETRY = 5_000; // ms after a sending that failed
const ASK = 20_000; // ms between two questions who came through the other door
const PORTION = 25; // taps in one sending: a long outage does not hold up the others at the door

const folded = (words) => words.toLowerCase().replaceAll("ł", "l").normalize("NFD").replace(/\p{M}/gu, "").trim();

class Door {
  constructor(root) {
    this.root = root;
    this.says = root.dataset;
    this.key = `tandem:checkin:${this.says.checkin}`;
    this.memory = [];
    this.rows = new Map([...root.querySelectorAll("[data-key]")].map((row) => [Number(row.dataset.key), row]));
    this.tokens = new Map([...this.rows.values()].map((row) => [row.dataset.token, row]));
    this.find = root.querySelector("[data-find] input");
    this.marks = JSON.parse(document.getElementById("door-marks").textContent);
    this.refused = {};
    root.querySelector(".door__needs").hidden = true;
    root.querySelector(".door__desk").hidden = false;
    this.find.addEventListener("input", () => this.narrow());
    root.querySelector("[data-find]").addEventListener("submit", (event) => { event.preventDefault(); this.enter(this.find.value); });
    root.querySelector("[data-list]").addEventListener("click", (event) => {
      const row = event.target.closest("[data-tick]")?.closest("[data-key]");
      if (row) this.tap(row, !this.isHere(row));
    });
    window.addEventListener("online", () => this.send());
    window.addEventListener("storage", () => this.draw());
    window.addEventListener("beforeunload", (event) => { if (this.waiting().length) event.preventDefault(); });
    this.camera();
    this.draw();
    this.send();
  }

  // --- what was tapped and has not arrived yet -------------------------------------------------------

  waiting() {
    try { return JSON.parse(localStorage.getItem(this.key)) ?? this.memory; } catch { return this.memory; }
  }

  keep(ticks) {
    this.memory = ticks;
    try { localStorage.setItem(this.key, JSON.stringify(ticks)); } catch { /* private window: kept while the page is open */ }
  }

  tap(row, there) {
    const key = Number(row.dataset.key);
    delete this.refused[key];
    this.keep([...this.waiting(), { key, day: this.says.day, at: new Date().toISOString(), there }]);
    this.tell(there ? this.says.there : this.says.takenBack, row);
    this.draw();
    this.send();
  }

  // --- sending ----------------------------------------------------------------------------------------

  async send() {
    clearTimeout(this.timer);
    if (this.sending) { this.again = true; return; }
    this.sending = true;
    this.again = false;
    const going = this.waiting().slice(0, PORTION);
    const arrived = await this.post(going);
    this.sending = false;
    if (arrived) {
      const gone = new Set(going.map((tick) => `${tick.key} ${tick.at}`));
      this.keep(this.waiting().filter((tick) => !gone.has(`${tick.key} ${tick.at}`)));
    }
    this.draw();
    if (arrived && (this.again || this.waiting().length)) this.send();
    else this.timer = setTimeout(() => this.send(), arrived ? ASK : RETRY);
  }

  async post(ticks) {
    try {
      const answer = await fetch(location.pathname, {
        method: "POST",
        body: JSON.stringify({ ticks }),
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.root.querySelector("[name=csrfmiddlewaretoken]").value },
        credentials: "same-origin",
        redirect: "manual", // a log-in page in place of an answer
      });
      this.trouble = answer.ok ? "" : "refused";
      if (!answer.ok) return false;
      const told = await answer.json();
      if (told.day !== this.says.day && !this.waiting().length) location.reload(); // past midnight the list is another
      this.marks = told.marks;
      Object.assign(this.refused, told.refused);
      return true;
    } catch {
      this.trouble = "offline";
      return false;
    }
  }

  // --- what one sees ------------------------------------------------------------------------------------

  isHere(row) {
    const mine = this.waiting().filter((tick) => tick.key === Number(row.dataset.key) && tick.day === this.says.day).at(-1);
    return mine ? mine.there : row.dataset.key in this.marks;
  }

  draw() {
    const waiting = this.waiting();
    const hours = new Map(waiting.map((tick) => [tick.key, new Date(tick.at).toTimeString().slice(0, 5)]));
    let count = 0;
    for (const [key, row] of this.rows) {
      const here = this.isHere(row);
      count += here;
      const tick = row.querySelector("[data-tick]");
      if (tick.getAttribute("aria-pressed") !== String(here)) tick.setAttribute("aria-pressed", String(here));
      row.querySelector("[data-note]").textContent = this.refused[key] ?? (here ? (hours.get(key) ?? this.marks[key]) : "");
    }
    this.root.querySelector("[data-count]").textContent = count;
    const line = this.root.querySelector("[data-line]");
    const state = this.trouble || (waiting.length ? "sending" : "online");
    line.dataset.state = state;
    line.textContent = this.says[state].replace("%d", waiting.length);
  }

  tell(words, row) {
    this.root.querySelector("[data-said]").textContent = words.replace("%s", row?.dataset.name ?? "");
  }

  // --- finding ------------------------------------------------------------------------------------------

  matching() {
    const words = folded(this.find.value).split(/\s+/);
    return [...this.rows.values()].filter((row) => { const name = folded(row.dataset.name); return words.every((word) => name.includes(word)); });
  }

  narrow() {
    const shown = new Set(this.matching());
    const isCode = this.find.value.includes(this.says.path);
    for (const row of this.rows.values()) row.hidden = !isCode && !shown.has(row);
  }

  // A scanner types the code and Enter; a person types a part of the name and Enter.
  enter(words) {
    if (!words.trim()) return;
    const isCode = words.includes(this.says.path);
    const found = isCode ? [this.tokens.get(words.split(this.says.path)[1].replace(/\/.*$/, "").trim())].filter(Boolean) : this.matching();
    if (found.length !== 1) { this.tell(isCode ? this.says.unknown : found.length ? this.says.several : this.says.nobody); if (isCode) this.find.value = ""; this.narrow(); return; }
    if (this.isHere(found[0])) this.tell(this.says.already, found[0]);
    else this.tap(found[0], true);
    this.find.value = "";
    this.narrow();
    this.find.focus();
  }

  // Some browsers read codes by themselves, without a connection; the others have a scanner or the names.
  camera() {
    if (!("BarcodeDetector" in window) || !navigator.mediaDevices) return;
    const button = this.root.querySelector("[data-camera]");
    const video = this.root.querySelector("[data-video]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
      try { video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }); } catch { return; }
      video.hidden = false;
      button.hidden = true;
      await video.play();
      let last = "";
      setInterval(async () => {
        const [code] = await detector.detect(video).catch(() => []);
        if (!code || code.rawValue === last) return;
        last = code.rawValue;
        this.enter(last);
      }, 300);
    });
  }
}

for (const root of document.querySelectorAll("[data-checkin]")) new Door(root);
