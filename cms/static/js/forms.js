// Forms work without this file; with it they take the focus to what is wrong, count letters and guard what is typed.

const aim = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
const field = aim && (aim.matches("input, select, textarea, button, [tabindex]") ? aim : aim.querySelector("input:not([type=hidden]), select, textarea"));
const wrong = document.querySelector("[data-error-summary]");
const first = aim && aim.contains(wrong) ? wrong : field || wrong; // whoever came for one field lands in it, unless its form says what is wrong
first?.focus();
if (aim && aim !== first) window.addEventListener("load", () => document.activeElement === document.body && first?.focus()); // the browser goes to the anchor late and drops the focus

for (const counter of document.querySelectorAll("[data-count-for]")) {
  const field = document.getElementById(counter.dataset.countFor);
  if (!field) continue;
  const limit = Number(counter.dataset.limit);
  field.removeAttribute("maxlength"); // nothing pasted is cut off in silence; the server says what is too long
  const show = () => {
    const used = [...field.value].length; // letters, not the halves of an emoji
    counter.querySelector("[data-used]").textContent = used;
    counter.classList.toggle("field__count--over", used > limit);
  };
  field.addEventListener("input", show);
  show();
}

for (const form of document.querySelectorAll("form[data-guard]")) {
  let touched = false;
  form.addEventListener("input", () => { touched = true; });
  form.addEventListener("submit", () => { touched = false; });
  window.addEventListener("beforeunload", (event) => { if (touched) event.preventDefault(); });
}

// One press is enough: a second press of the same button within two seconds is not sent.
for (const form of document.querySelectorAll('form[method="post"]')) {
  let sentAt = 0;
  form.addEventListener("submit", (event) => {
    if (event.timeStamp - sentAt < 2000 && sentAt) event.preventDefault();
    else sentAt = event.timeStamp;
  });
}
