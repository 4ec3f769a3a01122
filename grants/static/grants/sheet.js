// The running total of an assessment sheet. The server counts again when the sheet is saved or handed in.

const LABEL = "[data-sheet-total]";

/** The points in a field as a number; null when they cannot be read or lie outside the criterion. */
function pointsOf(field) {
  const text = field.value.trim().replace(",", ".");
  if (!/^\d{1,4}(\.\d{1,2})?$/.test(text)) return null;
  const points = Number(text);
  return points <= Number(field.dataset.points) && (points * 2) % 1 === 0 ? points : null;
}

function count(form) {
  const total = [...form.querySelectorAll("[data-points]")].reduce((sum, field) => sum + (pointsOf(field) ?? 0) * Number(field.dataset.weight), 0);
  const shown = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 }).format(total);
  for (const place of document.querySelectorAll(LABEL)) place.textContent = shown;
}

for (const form of document.querySelectorAll("[data-sheet]")) {
  form.addEventListener("input", () => count(form));
  count(form);
}
