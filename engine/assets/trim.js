// Handles over a small drawing of a workout, tied to the fields that say when it is cut: dragging
// writes the fields, typing moves the handles. The fields alone are sent.

const minute = 60;
const two = (n) => String(n).padStart(2, "0");

// As the server writes and reads them (rules/changes.rs).
function clock(seconds) {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

function seconds(text) {
  const parts = text.split(":").map((part) => part.trim());
  if (parts.length > 3 || !parts.every((part) => /^\d+$/.test(part))) return undefined;
  const [first, ...rest] = parts.map(Number);
  if (rest.some((n) => n > 59)) return undefined;
  if (parts.length === 1) return first * minute;
  return parts.length === 2 ? first * minute + rest[0] : first * 3600 + rest[0] * minute + rest[1];
}

function tie(trim) {
  const svg = trim.querySelector("svg");
  const told = trim.querySelector("[data-told]");
  const name = told.textContent;
  const handles = [...trim.querySelectorAll("[data-handle]")].map((range) => ({
    range,
    field: document.getElementById(range.dataset.handle),
  }));
  const length = Number(handles[0].range.max);
  const isCrop = handles.length > 1;

  const draw = () => {
    const [first, last = { range: { value: length } }] = handles;
    const [from, to] = [Number(first.range.value), Number(last.range.value)];
    // Nothing goes before a split is chosen.
    const isChosen = isCrop || first.field.value.trim() !== "";
    const gone = { before: [0, isCrop ? from : 0], after: [isCrop ? to : isChosen ? from : length, length] };
    for (const rect of svg.querySelectorAll("[data-gone]")) {
      const [left, right] = gone[rect.dataset.gone];
      rect.setAttribute("x", (left * 640) / length);
      rect.setAttribute("width", (Math.max(0, right - left) * 640) / length);
    }
    for (const { range } of handles) range.setAttribute("aria-valuetext", clock(Number(range.value)));
    const stays = isCrop ? Math.max(0, to - from) : from;
    const says = trim.dataset.says.replace("%1", clock(stays)).replace("%2", clock(length - stays));
    told.textContent = !isChosen || stays === length ? name : says;
  };

  // What is typed and cannot be read yet moves nothing.
  const read = () => {
    for (const { range, field } of handles) {
      const typed = seconds(field.value);
      if (typed !== undefined) range.value = typed;
    }
    draw();
  };

  const move = (handle, to) => {
    const [first, last] = handles;
    // Something is left on either side of a split, and between the ends of a cut.
    const least = isCrop ? (handle === last ? Number(first.range.value) + 1 : 0) : 1;
    const most = isCrop ? (handle === first ? Number(last.range.value) - 1 : length) : length - 1;
    handle.range.value = Math.max(least, Math.min(most, to));
    handle.field.value = clock(Number(handle.range.value));
    draw();
  };

  for (const handle of handles) {
    handle.range.addEventListener("input", () => move(handle, Number(handle.range.value)));
    handle.field.addEventListener("input", read);
    handle.range.addEventListener("keydown", (event) => {
      const way = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
      if (!way || !event.shiftKey) return;
      event.preventDefault();
      move(handle, Number(handle.range.value) + way * minute);
    });
  }

  // The drawing itself takes a press: the nearer handle comes.
  svg.addEventListener("pointerdown", (event) => {
    const box = svg.getBoundingClientRect();
    const at = Math.round(((event.clientX - box.left) / box.width) * length);
    const far = ({ range }) => Math.abs(Number(range.value) - at);
    const [nearest] = [...handles].sort((a, b) => far(a) - far(b));
    event.preventDefault();
    move(nearest, at);
    nearest.range.focus();
  });

  handles.forEach(({ range }, n) => {
    range.value = isCrop ? n * length : Math.round(length / 2);
  });
  read();
  // What a browser puts back into fields comes without a word.
  addEventListener("pageshow", read);
  trim.hidden = false;
}

for (const trim of document.querySelectorAll("[data-trim]")) tie(trim);
