// Questions work without this file. With it: tables add up and grow as one types, and a question that depends
// on another answer shows only when it is asked.

const SPACES = /[\s\u00a0\u2009\u202f]/g;

function amount(text) {
  const bare = text.replace(SPACES, "").replace(/(zł|pln|eur|€)$/i, "").replace(",", ".");
  return /^\d+(\.\d{1,2})?$/.test(bare) ? Math.round(Number(bare) * 100) : 0;
}

function written(hundredths, like) {
  const number = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: 2, maximumFractionDigits: 2, useGrouping: "always" });
  return `${number.format(hundredths / 100)}${like.match(/[\s\u00a0]\D+$/)?.[0] ?? ""}`;
}

class Rows {
  constructor(box) {
    this.body = box.querySelector("tbody");
    this.name = box.dataset.rows;
    this.most = Number(box.dataset.maxRows);
    this.totals = [...box.querySelectorAll("[data-total]")].map((place) => ({ place, like: place.textContent, column: place.dataset.total }));
    box.querySelector(".rows-input__more")?.remove();
    box.addEventListener("input", () => { this.add(); this.grow(); });
  }

  add() {
    for (const { place, like, column } of this.totals) {
      const cells = [...this.body.querySelectorAll(`[data-column="${column}"]`)];
      place.textContent = written(cells.reduce((sum, cell) => sum + amount(cell.value), 0), like);
    }
  }

  grow() {
    const last = this.body.lastElementChild;
    const count = this.body.children.length;
    const typed = [...last.querySelectorAll("input")].some((cell) => cell.value);
    if (!typed || count >= this.most) return;
    const row = last.cloneNode(true);
    for (const cell of row.querySelectorAll("input")) {
      cell.value = "";
      cell.name = `${this.name}-${count}-${cell.dataset.column}`;
      cell.id = `id_${cell.name}`;
      cell.setAttribute("aria-label", cell.getAttribute("aria-label").replace(/\d+$/, String(count + 1)));
    }
    this.body.append(row);
  }
}

function askWhatDepends(form) {
  const questions = [...form.querySelectorAll("[data-asked-if]")];
  if (!questions.length) return;
  const answer = (key) => [...form.elements].filter((field) => field.name === key && (field.type !== "radio" || field.checked)).map((field) => field.value)[0] ?? "";
  const isAsked = (question) => {
    const { askedIf, askedAmong } = question.dataset;
    const other = form.querySelector(`[data-question="${CSS.escape(askedIf)}"]`);
    return askedAmong.split(" ").includes(answer(askedIf)) && (!other?.dataset.askedIf || isAsked(other));
  };
  const show = () => { for (const question of questions) question.hidden = !isAsked(question); };
  form.addEventListener("change", show);
  show();
}

for (const box of document.querySelectorAll("[data-rows]")) new Rows(box);
for (const form of document.querySelectorAll("form")) askWhatDepends(form);
