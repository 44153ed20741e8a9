/* Tables of fields work like a spreadsheet: arrows move, Enter goes down, a copied block is pasted into the cells. */
(() => {
  "use strict";
  for (const table of document.querySelectorAll("table[data-grid]")) {
    const rows = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("input, select")]);
    const place = (cell) => {
      const row = rows.findIndex((cells) => cells.includes(cell));
      return [row, row < 0 ? -1 : rows[row].indexOf(cell)];
    };
    const go = (row, column) => {
      const cell = rows[row]?.[column];
      if (cell) { cell.focus(); cell.select?.(); }
    };
    table.addEventListener("keydown", (event) => {
      const [row, column] = place(event.target);
      if (row < 0 || event.target.tagName === "SELECT") return;
      if (event.key === "ArrowDown" || event.key === "Enter") { event.preventDefault(); go(row + 1, column); }
      else if (event.key === "ArrowUp") { event.preventDefault(); go(row - 1, column); }
    });
    table.addEventListener("paste", (event) => {
      const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
      const [row, column] = place(event.target);
      if (row < 0 || !/[\t\n]/.test(text)) return;
      event.preventDefault();
      const status = table.closest("fieldset").querySelector("[role=status]") ?? table.closest("fieldset").appendChild(Object.assign(document.createElement("p"), { className: "help" }));
      status.setAttribute("role", "status");
      let filled = 0, outside = 0;
      text.split("\n").forEach((line, down) => line.split("\t").forEach((value, right) => {
        const cell = rows[row + down]?.[column + right];
        if (!cell) { if (value.trim()) outside += 1; return; }
        cell.value = value.trim();
        cell.dispatchEvent(new Event("input", { bubbles: true }));
        filled += 1;
      }));
      status.textContent = `${filled} sel diisi dari papan klip.${outside ? ` ${outside} nilai di luar tabel tidak dimasukkan.` : ""}`;
    });
  }
})();
