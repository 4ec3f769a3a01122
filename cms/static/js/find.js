// The field that finds as one types: a combobox whose list of links the server sends. Without this file it is a form.
const field = document.querySelector("[data-find] input");
const way = document.querySelector("[data-find-way]");
const isShown = (element) => element && element.getClientRects().length > 0;

// "/" leads to the field, or to the page where there is no room for one.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const aim = [document.getElementById("find-field"), way].find(isShown);
  if (!aim) return;
  event.preventDefault();
  if (aim === way) way.click();
  else { aim.focus(); aim.select(); }
});

if (field) {
  const popup = document.getElementById("find-popup");
  const says = document.getElementById("find-says");
  const hits = () => [...popup.querySelectorAll("[role=option]")];
  const chosen = () => popup.querySelector("[aria-selected=true]");
  let waiting;

  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", "find-list");

  const choose = (hit) => {
    chosen()?.setAttribute("aria-selected", "false");
    if (!hit) return field.removeAttribute("aria-activedescendant");
    hit.setAttribute("aria-selected", "true");
    hit.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", hit.id);
  };
  const open = () => {
    popup.hidden = popup.childElementCount === 0;
    field.setAttribute("aria-expanded", String(!popup.hidden && hits().length > 0));
  };
  const close = () => {
    clearTimeout(waiting);
    choose(null);
    popup.hidden = true;
    field.setAttribute("aria-expanded", "false");
  };
  const step = (by) => {
    if (popup.hidden) open();
    const all = hits();
    if (!all.length) return;
    const at = all.indexOf(chosen());
    choose(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length]);
  };

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    choose(null);
    if (field.value.trim().length < 2) { popup.replaceChildren(); says.textContent = ""; return close(); }
    waiting = setTimeout(() => field.dispatchEvent(new Event("find")), 180);
  });
  popup.addEventListener("htmx:afterSwap", () => {
    if (document.activeElement !== field || field.value.trim().length < 2) return close();
    says.textContent = popup.querySelector("[data-says]")?.dataset.says ?? "";
    open();
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); step(event.key === "ArrowDown" ? 1 : -1); }
    else if (event.key === "Enter" && chosen()) { event.preventDefault(); chosen().click(); }
    else if (event.key === "Escape" && !popup.hidden) { event.preventDefault(); close(); }
  });
  field.addEventListener("focus", () => { if (field.value.trim().length > 1) open(); });
  field.addEventListener("blur", close);
  popup.addEventListener("pointerdown", (event) => event.preventDefault()); // a click on a hit keeps the focus, so the list stays until it is followed
}
