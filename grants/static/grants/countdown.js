// Keeps “closes in 3 days” right while the page stays open. The server has said it already: this only refreshes
// the few words that change, from the server's own clock, and stays silent for screen readers (no live region).
const ZONE = "Europe/Warsaw";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const dayOf = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE });
const lang = document.documentElement.lang || "pl";
const words = new Intl.RelativeTimeFormat(lang, { numeric: "always" });
const tomorrow = new Intl.RelativeTimeFormat(lang, { numeric: "auto" }).format(1, "day");

function calendarDays(from, to) {
  return Math.round((Date.parse(dayOf.format(to)) - Date.parse(dayOf.format(from))) / DAY);
}

function timeLeft(until, now, lastMinute) {
  const days = calendarDays(now, until);
  if (days > 1) return words.format(days, "day");
  if (days === 1) return tomorrow;
  const left = until - now;
  if (left >= HOUR) return words.format(Math.floor(left / HOUR), "hour");
  return left >= MINUTE ? words.format(Math.floor(left / MINUTE), "minute") : lastMinute;
}

for (const sentence of document.querySelectorAll("[data-countdown]")) {
  const { countdown, now, over, lastMinute } = sentence.dataset;
  const until = Date.parse(countdown);
  const started = Date.parse(now) - performance.now();
  const left = sentence.querySelector("[data-left]");
  const refresh = () => {
    const present = started + performance.now();
    if (present >= until) {
      sentence.textContent = over;
      return;
    }
    const text = timeLeft(until, present, lastMinute);
    if (left.textContent !== text) left.textContent = text;
    setTimeout(refresh, Math.min(MINUTE, until - present + 1000));
  };
  refresh();
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
}
