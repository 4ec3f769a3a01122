// Questions work without this file. With it: tables add up, grow and shrink as one types, and a question that
// depends on another answer shows only when it is asked. Sums are counted in hundredths, exactly as the server does.

const SPACE = "[ \\u00a0\\u202f\\u2009]";
const EDGES = new RegExp(`^(?:${SPACE}|[\\t\\r\\n])+|(?:${SPACE}|[\\t\\r\\n])+$`, "g");
const MARK = new RegExp(`${SPACE}*(zł|PLN|EUR|€)$`, "i");
const GROUPED = new RegExp(`^[-\\u2212]?\\d{1,3}(?:${SPACE}\\d{3})+(?:[.,]\\d{1,6})?$`);
const MARKED = /^[-\u2212]?\d{1,3}(?:(?:,\d{3})+\.\d{1,2}|(?:\.\d{3})+,\d{1,2})$/; // both marks: one way to read it
const PLAIN = /^([-\u2212]?)(\d{1,14})(?:[.,](\d{1,6}))?$/;

export function hundredths(text) {
  let bare = text.replace(EDGES, "").replace(MARK, "");
  if (GROUPED.test(bare)) bare = bare.replace(new RegExp(SPACE, "g"), "");
  else if (MARKED.test(bare)) bare = bare.replace(/[.,](?=\d{3})/g, "");
  const match = PLAIN.exec(bare);
  if (!match || (match[3] ?? "").length > 2) return 0n;
  const size = BigInt(match[2]) * 100n + BigInt((match[3] ?? "").padEnd(2, "0"));
  return match[1] ? -size : size;
}

function grouped(whole, decimals, places) {
  const number = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: places, maximumFractionDigits: places, useGrouping: "always" });
  return number.format(`${whole}${places ? "." : ""}${decimals}`);
}

export function written(sum, places = 2) {
  const size = sum < 0n ? -sum : sum;
  const decimals = String(size % 100n).padStart(2, "0");
  return grouped(`${sum < 0n ? "-" : ""}${size / 100n}`, places ? decimals : "", places);
}

// As somebody would type it, so that it can be read again: no spaces or commas between thousands.
export function typedSum(sum) {
  const mark = document.documentElement.lang === "en" ? "." : ",";
  return `${sum / 100n}${mark}${String(sum % 100n).padStart(2, "0")}`;
}

export function percent(part, whole) {
  if (whole === 0n) return "–";
  const minus = part < 0n !== whole < 0n && part !== 0n;
  const [up, down] = [part < 0n ? -part : part, whole < 0n ? -whole : whole];
  const tenths = (up * 2000n + down) / (down * 2n); // half up
  return `${grouped(`${minus && tenths ? "-" : ""}${tenths / 10n}`, String(tenths % 10n), 1)}%`;
}

class Rows {
  constructor(box) {
    this.box = box;
    this.body = box.querySelector("tbody");
    this.name = box.dataset.rows;
    this.most = Number(box.dataset.maxRows);
    this.next = this.body.children.length;
    this.more = box.querySelector("[data-add-row]");
    this.places = new Map([...box.querySelectorAll("output")].map((place) => [place, place.textContent.match(/\u00a0?\D+$/)?.[0] ?? ""]));
    box.addEventListener("input", () => { this.count(); this.add(); this.grow(); });
    box.addEventListener("change", () => { this.count(); this.add(); });
    box.addEventListener("click", (event) => this.press(event));
    box.closest("form")?.addEventListener("draft:restore", (event) => this.restore(event.detail));
    this.show();
  }

  press(event) {
    const remove = event.target.closest("[data-remove-row]");
    const add = event.target.closest("[data-add-row]");
    if (!remove && !add) return;
    event.preventDefault();
    if (add) this.append()?.querySelector("input, select")?.focus();
    if (remove) this.remove(remove.closest("tr"));
  }

  remove(row) {
    const near = row.nextElementSibling ?? row.previousElementSibling;
    const cell = row.querySelector("input, select");
    for (const field of row.querySelectorAll("input, select")) this.clear(field);
    cell.dispatchEvent(new Event("input", { bubbles: true })); // the draft hears that the table changed
    if (near) { row.remove(); near.querySelector("input, select")?.focus(); } else cell.focus();
    this.number();
    this.add();
    this.show();
  }

  clear(field) {
    if (field.type === "checkbox") field.checked = false;
    else field.value = "";
    field.removeAttribute("aria-invalid");
  }

  // ── sums ──

  // The worth of a thing or of work: how much of it times the price of one, to the grosz, half up, as the server counts it.
  count() {
    for (const worth of this.body.querySelectorAll("[data-counted]")) {
      const [much, each] = worth.dataset.counted.split(" ").map((column) => this.factor(worth.closest("tr").querySelector(`[data-column="${column}"]`)));
      worth.value = much && each ? typedSum((hundredths(much) * hundredths(each) + 50n) / 100n) : "";
    }
  }

  // What a cell holds; of a kind of work the worth of an hour.
  factor(cell) {
    return cell instanceof HTMLSelectElement ? cell.selectedOptions[0]?.dataset.worth ?? "" : cell.value.trim();
  }

  cells(column) {
    return [...this.body.querySelectorAll(`[data-column="${CSS.escape(column)}"]`)];
  }

  sum(column) {
    return this.cells(column).reduce((sum, cell) => sum + hundredths(cell.value), 0n);
  }

  money() {
    return [...this.box.querySelectorAll("[data-total]")].map((place) => place.dataset.total);
  }

  ofCategory(key) {
    const rows = [...this.body.children].filter((row) => row.querySelector('[data-column="category"]')?.value === key);
    return rows.reduce((sum, row) => sum + this.money().reduce((all, column) => all + hundredths(row.querySelector(`[data-column="${column}"]`).value), 0n), 0n);
  }

  write(place, sum) {
    const isMoney = this.places.get(place).includes("\u00a0");
    place.textContent = isMoney ? `${written(sum)}${this.places.get(place)}` : written(sum, sum % 100n ? 2 : 0);
  }

  add() {
    const whole = this.money().reduce((all, column) => all + this.sum(column), 0n);
    for (const place of this.places.keys()) {
      const { total, share, percent: of, category, categoryPercent } = place.dataset;
      if (total ?? share) this.write(place, this.sum(total ?? share));
      else if (category) this.write(place, this.ofCategory(category));
      else if (of) place.textContent = percent(this.sum(of), whole);
      else if (categoryPercent) place.textContent = percent(this.ofCategory(categoryPercent), whole);
      else if ("whole" in place.dataset) this.write(place, whole);
    }
  }

  // ── rows ──

  grow() {
    const typed = [...this.body.lastElementChild.querySelectorAll("input, select")].some((cell) => (cell.type === "checkbox" ? cell.checked : cell.value));
    if (typed) this.append();
  }

  append() {
    if (this.body.children.length >= this.most) return null;
    const row = this.body.lastElementChild.cloneNode(true);
    const place = this.next++;
    for (const cell of row.querySelectorAll("input, select")) {
      this.clear(cell);
      cell.name = `${this.name}-${place}-${cell.dataset.column}`;
      cell.id = `id_${cell.name}`;
    }
    row.querySelector("[data-remove-row]").value = `${this.name}-${place}`;
    this.body.append(row);
    this.number();
    this.show();
    return row;
  }

  number() {
    [...this.body.children].forEach((row, place) => {
      for (const cell of row.querySelectorAll("[aria-label]")) cell.setAttribute("aria-label", cell.getAttribute("aria-label").replace(/\d+$/, String(place + 1)));
    });
  }

  show() {
    if (this.more) this.more.hidden = this.body.children.length >= this.most;
  }

  restore(words) {
    const places = Object.keys(words).filter((name) => name.startsWith(`${this.name}-`)).map((name) => Number(name.split("-")[1]));
    while (this.next <= Math.max(-1, ...places) && this.append());
  }
}

function askWhatDepends(form) {
  const questions = [...form.querySelectorAll("[data-asked-if]")];
  if (!questions.length) return;
  for (const note of form.querySelectorAll(".question__when")) note.remove();
  const fields = (key) => [...form.elements].filter((field) => field.name === key);
  const answers = (question) => {
    const found = fields(question.dataset.askedIf);
    if (!found.length) return question.dataset.askedNow.split(" "); // it stands on another page
    if ("askedTick" in question.dataset) return [found[0].checked ? "yes" : "no"];
    return found.filter((field) => !["radio", "checkbox"].includes(field.type) || field.checked).map((field) => field.value);
  };
  const isAsked = (question) => {
    const { askedIf, askedAmong } = question.dataset;
    const other = form.querySelector(`[data-question="${CSS.escape(askedIf)}"]`);
    const wanted = askedAmong.split(" ");
    return answers(question).some((answer) => wanted.includes(answer)) && (!other?.dataset.askedIf || isAsked(other));
  };
  const show = () => { for (const question of questions) question.hidden = !isAsked(question); };
  form.addEventListener("change", show);
  show();
}

for (const box of document.querySelectorAll("[data-rows]")) new Rows(box);
for (const form of document.querySelectorAll("form")) askWhatDepends(form);
