/* Keeps what is typed but not saved in this browser, and offers it again after a lost connection or session. */
(() => {
  "use strict";
  const DAYS = 7;
  const name = (key) => `konsep:${key}`;
  const read = (key) => {
    try {
      const draft = JSON.parse(localStorage.getItem(name(key)));
      return draft && Date.now() - draft.at < DAYS * 864e5 ? draft : null;
    } catch { return null; }
  };
  const skip = (field) => !field.name || ["csrfmiddlewaretoken", "version_seen", "seen_values"].includes(field.name) || ["file", "password", "submit", "button"].includes(field.type);
  const values = (form) => [...form.elements].filter((field) => !skip(field)).map((field) => {
    if (field.type === "checkbox" || field.type === "radio") return [field.name, field.value, field.checked];
    if (field.multiple) return [field.name, [...field.selectedOptions].map((option) => option.value), null];
    return [field.name, field.value, null];
  });
  // What the writer had seen when typing: the server notices when somebody else saved in between.
  const seen = (form) => ["version_seen", "seen_values"].map((field) => [field, form.elements[field]?.value]);
  const restore = (form, saved, before) => {
    for (const [field, value] of before) if (form.elements[field] && value !== undefined) form.elements[field].value = value;
    for (const [field, value, checked] of saved) {
      for (const element of form.elements) {
        if (element.name !== field || skip(element)) continue;
        if (checked !== null) { if (element.value === value) element.checked = checked; }
        else if (Array.isArray(value)) for (const option of element.options) option.selected = value.includes(option.value);
        else element.value = value;
      }
    }
  };
  for (const message of document.querySelectorAll("[data-saved]")) {
    for (let i = localStorage.length - 1; i >= 0; i -= 1) {
      const key = localStorage.key(i);
      if (key.startsWith("konsep:") && key.replace(/^konsep:\d+-/, "") === message.dataset.saved) localStorage.removeItem(key);
    }
  }
  document.querySelector("[data-focus]")?.focus();
  for (const form of document.querySelectorAll("form[data-draft]")) {
    const key = form.dataset.draft;
    const start = JSON.stringify(values(form));
    const draft = read(key);
    if (draft && JSON.stringify(draft.values) !== start) {
      const notice = document.createElement("div");
      notice.className = "notice";
      notice.setAttribute("role", "status");
      const text = document.createElement("p");
      text.textContent = `Ada ketikan yang belum tersimpan dari ${new Date(draft.at).toLocaleString("id-ID")} di peramban ini.`;
      const buttons = document.createElement("p");
      buttons.className = "row";
      const make = (label, work) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button quiet";
        button.textContent = label;
        button.addEventListener("click", () => { work(); notice.remove(); });
        buttons.append(button);
      };
      make("Pulihkan ketikan", () => {
        restore(form, draft.values, draft.seen);
        form.querySelector("input:not([type=hidden]), textarea, select")?.focus();
      });
      make("Buang ketikan", () => localStorage.removeItem(name(key)));
      notice.append(text, buttons);
      form.before(notice);
    }
    let timer = 0;
    const keep = () => {
      const now = values(form);
      try { localStorage.setItem(name(key), JSON.stringify({ at: Date.now(), values: now, seen: seen(form) })); } catch { /* full or forbidden: the form still works */ }
    };
    form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(keep, 300); });
    form.addEventListener("submit", keep);
  }
})();
