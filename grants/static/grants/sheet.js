// The running sums of an assessment sheet. The server counts again (`SheetForm.sums`) when it is saved or handed in.

const ALL = "", WITHOUT_BONUS = "-";

/** The points in a text as a number; null when they cannot be read or lie outside the criterion. */
export function pointsOf(text, most) {
  const bare = text.trim().replace(",", ".");
  if (!/^\d{1,4}(\.\d{1,2})?$/.test(bare)) return null;
  const points = Number(bare);
  return points <= Number(most) && (points * 2) % 1 === 0 ? points : null;
}

/** Whether a criterion counts in the sum called `name`: of all, of all but the bonus, of one group. */
function counts(criterion, name) {
  if (name === ALL) return true;
  return name === WITHOUT_BONUS ? !criterion.bonus : criterion.group === name;
}

/**
 * The weighted sum called `name` over criteria {text, most, weight, bonus, group}, in thousandths of a point.
 * Halves times weights of two places are whole numbers of them, so that nothing is lost on the way; what cannot
 * be read counts as nothing.
 */
export function sumOf(criteria, name) {
  const mine = criteria.filter((one) => counts(one, name));
  return mine.reduce((sum, one) => sum + (pointsOf(one.text, one.most) ?? 0) * 2 * Math.round(Number(one.weight) * 100) * 5, 0);
}

/** Thousandths of a point as the reader's language writes points: in hundredths, halves up. */
export function shown(thousandths, language) {
  const hundredths = Math.floor((thousandths + 5) / 10);
  return new Intl.NumberFormat(language, { maximumFractionDigits: 2, useGrouping: false }).format(hundredths / 100);
}

function criteriaOf(form) {
  return [...form.querySelectorAll("[data-points]")].map((field) => ({
    text: field.value,
    most: field.dataset.points,
    weight: field.dataset.weight,
    bonus: "bonus" in field.dataset,
    group: field.dataset.group ?? null,
  }));
}

function count(form) {
  const criteria = criteriaOf(form);
  for (const place of form.querySelectorAll("[data-sheet-sum]")) place.textContent = shown(sumOf(criteria, place.dataset.sheetSum), document.documentElement.lang);
}

for (const form of document.querySelectorAll("[data-sheet]")) {
  form.addEventListener("input", () => count(form));
  count(form);
}
