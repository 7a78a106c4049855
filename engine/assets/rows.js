// Entries of a part: added, filled from a preset and taken away at once, without the server, and
// numbered as the server numbers them.

export const all = (selector, root) => [...root.querySelectorAll(selector)];

const list = (part) => part.querySelector("[data-rows]");
export const rowsOf = (part) => all("[data-rows] > [data-row]", part);

const controls = (row) => all("input, select", row);
const field = (control) => control.name.split(".").at(-1);
const valueOf = (control) => (control.type === "checkbox" ? (control.checked ? "true" : "") : control.value.trim());

function setValue(control, value) {
  if (control.type === "checkbox") control.checked = value === "true";
  else control.value = value;
}

/** What stands in a row, by field. */
export function cellsOf(row) {
  return Object.fromEntries(controls(row).map((control) => [field(control), valueOf(control)]).filter(([, value]) => value));
}

export function addRow(part, cells = {}) {
  const row = part.querySelector("template[data-blank]").content.firstElementChild.cloneNode(true);
  for (const control of controls(row)) setValue(control, cells[field(control)] ?? "");
  list(part).append(row);
  part.querySelector("[data-no-rows]")?.remove();
  number(part);
  const folded = all(".set-folded input, .set-folded select", row);
  if (folded.some(valueOf)) row.querySelector("details").open = true;
  return row;
}

/** As the last one where the part says so; else what was chosen in it. */
export function addNext(part) {
  const last = rowsOf(part).at(-1);
  const isTaken = ({ dataset }) => dataset.kind === "choice" || ("copied" in part.dataset && dataset.kind !== "rating");
  const taken = last ? all("[data-kind]", last).filter(isTaken).flatMap((cell) => all("input, select", cell)) : [];
  return addRow(part, Object.fromEntries(taken.map((control) => [field(control), valueOf(control)])));
}

export function removeRow(part, row) {
  row.remove();
  number(part);
}

/** After what was typed; empty rows make room, and those of a preset in which nothing was typed. */
export function fillPreset(part, rows) {
  const text = (cells) => JSON.stringify(Object.entries(cells).sort());
  const known = new Set(all("[data-preset]", part).flatMap((chip) => JSON.parse(chip.dataset.preset)).map(text));
  for (const row of rowsOf(part)) {
    const cells = text(cellsOf(row));
    if (cells === "[]" || known.has(cells)) row.remove();
  }
  for (const cells of rows) addRow(part, cells);
  number(part);
}

const ofRow = /^([a-z_0-9]+)([.-])\d+\2/;

function number(part) {
  rowsOf(part).forEach((row, n) => {
    for (const attribute of ["name", "id", "for", "data-field", "aria-describedby"]) {
      for (const each of all(`[${attribute}]`, row)) {
        each.setAttribute(attribute, each.getAttribute(attribute).replace(ofRow, `$1$2${n}$2`));
      }
    }
    for (const each of all("[data-n]", row)) each.textContent = n + 1;
    for (const each of all("[aria-label]", row)) {
      each.setAttribute("aria-label", each.getAttribute("aria-label").replace(/\d+(?!.*\d)/, n + 1));
    }
    const remove = row.querySelector("[data-remove]");
    remove.value = remove.value.replace(/\d+$/, n);
    // The label of a cell stands over the first row alone.
    for (const label of all(".set-cells > [data-kind] > label:not(.check)", row)) label.classList.toggle("vh", n > 0);
  });
}
