/* The alignment board by keyboard: j and k move between findings, a letter decides, Enter on the reason saves. */
(() => {
  "use strict";
  const VERBS = { a: "accept", r: "reject", w: "waive", "?": "ask", b: "answer" };
  const status = document.querySelector("[data-board-status]");
  const say = (text) => { if (status) status.textContent = text; };
  const all = () => [...document.querySelectorAll("[data-finding]")];
  const current = () => document.activeElement?.closest("[data-finding]");
  const help = document.querySelector("[data-keys]");
  if (help) help.hidden = false;
  const go = (step) => {
    const items = all();
    if (!items.length) return;
    const at = items.indexOf(current());
    const next = items[at < 0 ? (step > 0 ? 0 : items.length - 1) : at + step];
    if (!next) { say("Tidak ada temuan lagi di halaman ini."); return; }
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  };
  const button = (item, verb) => item.querySelector(`button[data-verb="${verb}"]`);
  const mode = (item, text) => { item.querySelector("[data-mode]").textContent = text; };
  const decide = (item, verb) => {
    say("");
    const found = button(item, verb);
    if (!found) { say("Tindakan ini tidak tersedia pada keadaan temuan ini."); return; }
    if (!found.hasAttribute("data-needs-reason")) { found.click(); return; }
    const field = item.querySelector("textarea");
    field.dataset.verb = verb;
    mode(item, `${found.textContent}: tulis alasan, lalu Enter.`);
    field.focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const item = current();
    if (event.target.matches("textarea") && item) {
      if (event.key === "Escape") { event.preventDefault(); delete event.target.dataset.verb; mode(item, ""); say(""); item.focus(); }
      else if (event.key === "Enter" && !event.shiftKey && event.target.dataset.verb) {
        event.preventDefault();
        if (event.target.value.trim()) button(item, event.target.dataset.verb)?.click();
        else say("Alasan wajib diisi.");
      }
      return;
    }
    if (event.target.matches("input, select, textarea")) return;
    if (event.key === "j" || event.key === "k") { event.preventDefault(); go(event.key === "j" ? 1 : -1); }
    else if (item && VERBS[event.key]) { event.preventDefault(); decide(item, VERBS[event.key]); }
  });
  // The finding that came back takes the place of the one that was decided, and the focus.
  document.addEventListener("htmx:afterSwap", (event) => {
    const item = document.getElementById(event.detail.target.id);
    if (!item?.matches("[data-finding]")) return;
    item.focus();
    const refusal = item.querySelector("[role=alert]");
    say(refusal ? refusal.textContent : `Tersimpan. Keadaan temuan: ${item.querySelector(".badge:not(.weight)").textContent}.`);
  });
  document.addEventListener("htmx:responseError", () => say("Tidak tersimpan. Muat ulang halaman, lalu coba lagi."));
  document.addEventListener("htmx:sendError", () => say("Sambungan terputus. Tulisan Anda masih ada; coba lagi."));
})();
