/* The drafting page by keyboard: j and k move between elements, Enter opens one, Alt and arrows move it, Esc closes. */
(() => {
  "use strict";
  const help = document.querySelector("[data-keys]");
  if (help) help.hidden = false;
  const units = () => [...document.querySelectorAll("[data-unit]")];
  const opened = document.querySelector("[data-opened]");
  const current = () => document.activeElement?.closest("[data-unit]") ?? (location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest("[data-unit]") : null);
  const go = (step) => {
    const all = units();
    if (!all.length) return;
    const at = all.indexOf(current());
    const next = all[at < 0 ? 0 : at + step];
    if (!next) return;
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  };
  // After the browser has gone to the fragment, which takes the focus to the element itself.
  if (opened) window.addEventListener("load", () => requestAnimationFrame(() => {
    opened.scrollIntoView({ block: "start" });
    opened.querySelector(".opened textarea, .opened input[type=text]")?.focus({ preventScroll: true });
  }));
  // A chosen reference goes into the text where the cursor stands.
  for (const list of document.querySelectorAll("[data-target]")) {
    list.addEventListener("change", () => {
      const field = list.form.elements.text;
      if (!list.value || !field) return;
      const { selectionStart: start, selectionEnd: end, value } = field;
      const blank = (sign) => (sign === undefined || /[\s(“"]/.test(sign) ? "" : " ");
      field.value = `${value.slice(0, start)}${start ? blank(value[start - 1]) : ""}${list.value}${value.slice(end)}`;
      list.value = "";
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.isComposing) return;
    if (event.key === "Escape" && opened) { document.querySelector("[data-close]")?.click(); return; }
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown") && opened) {
      event.preventDefault();
      const typed = [...opened.querySelectorAll("form[data-draft] textarea, form[data-draft] input[type=text]")].some((field) => field.value !== field.defaultValue);
      if (typed) { opened.querySelector("form[data-draft] button[type=submit]")?.focus(); return; } // saved first
      document.querySelector(`[data-move="${event.key === "ArrowUp" ? -1 : 1}"]`)?.click();
      return;
    }
    if (event.altKey || event.target.matches("input, select, textarea")) return;
    if (event.key === "j" || event.key === "k") { event.preventDefault(); go(event.key === "j" ? 1 : -1); }
    else if (event.key === "Enter" && document.activeElement?.matches("[data-unit]")) document.activeElement.querySelector("a.label")?.click();
  });
})();
