// Small comforts of every page; each works on its own and nothing depends on it.

// A menu closes on Escape, on a click elsewhere, and when the focus leaves it.
for (const menu of document.querySelectorAll("details.menu")) {
  const close = () => { menu.open = false; };
  document.addEventListener("click", (event) => { if (!menu.contains(event.target)) close(); });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    close();
    menu.querySelector("summary").focus();
  });
  menu.addEventListener("focusout", (event) => { if (event.relatedTarget && !menu.contains(event.relatedTarget)) close(); });
}

// A filter that says data-submit-on-change answers at once; its button stays for everybody else.
for (const form of document.querySelectorAll("form[data-submit-on-change]")) {
  form.addEventListener("change", () => form.requestSubmit());
}

// Time left: <time data-countdown datetime="…" data-days="%d dni" data-hours="%d godz." data-minutes="%d min" data-over="…">.
const MINUTE = 60_000;
function timeLeft(clock) {
  const left = new Date(clock.dateTime) - Date.now();
  if (left <= 0) return clock.dataset.over;
  if (left >= 48 * 60 * MINUTE) return clock.dataset.days.replace("%d", Math.floor(left / (24 * 60 * MINUTE)));
  if (left >= 60 * MINUTE) return clock.dataset.hours.replace("%d", Math.floor(left / (60 * MINUTE)));
  return clock.dataset.minutes.replace("%d", Math.ceil(left / MINUTE));
}
const clocks = document.querySelectorAll("time[data-countdown]");
const tick = () => { for (const clock of clocks) clock.textContent = timeLeft(clock); };
if (clocks.length) { tick(); setInterval(tick, MINUTE / 2); }
