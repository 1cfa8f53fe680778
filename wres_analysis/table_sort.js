// Sorts a table by a column when its heading is pressed; without it the table stays in the order of names.
for (const table of document.querySelectorAll("table[data-sortable]")) {
  const heads = [...table.tHead.rows[0].cells], body = table.tBodies[0];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const words = (row) => row.cells[column].textContent.trim();
      const share = (row) => parseFloat(words(row).replace(/,/g, "").replace(/^(under|over) /, ""));
      const order = (a, b) => {
        const [x, y] = [share(a), share(b)];
        if (column === 0 || (isNaN(x) && isNaN(y))) return words(a).localeCompare(words(b)) * (down ? -1 : 1);
        if (isNaN(x) || isNaN(y)) return isNaN(x) ? 1 : -1; // what is not known stays last
        return (x - y) * (down ? -1 : 1);
      };
      body.append(...[...body.rows].sort(order));
    });
  });
}
