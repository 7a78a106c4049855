// Everything works without this; it saves a reload or a scroll. No inline style or script is
// used: the content policy allows neither.

const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// A finger or the pointer over one lane reads all lanes at that place.
function readCharts(panel) {
  const at = panel.dataset.at.split("|");
  const lanes = all(".lane", panel).map((lane) => {
    const plot = lane.querySelector("svg");
    const readout = lane.querySelector("[data-readout]");
    return {
      plot,
      readout,
      summary: readout.textContent,
      here: plot.querySelector(".c-here"),
      values: plot.dataset.values.split("|"),
    };
  });
  const show = (index) => {
    for (const lane of lanes) {
      const view = lane.plot.viewBox.baseVal;
      const x = view.x + ((index + 0.5) * view.width) / at.length;
      lane.here.setAttribute("x1", x);
      lane.here.setAttribute("x2", x);
      lane.here.classList.add("is-shown");
      lane.readout.textContent = `${lane.values[index] || "–"} · ${at[index]}`;
    }
  };
  const rest = () => {
    for (const lane of lanes) {
      lane.here.classList.remove("is-shown");
      lane.readout.textContent = lane.summary;
    }
  };
  for (const { plot } of lanes) {
    plot.addEventListener("pointermove", (event) => {
      const box = plot.getBoundingClientRect();
      const share = (event.clientX - box.left) / box.width;
      show(Math.min(at.length - 1, Math.max(0, Math.floor(share * at.length))));
    });
    plot.addEventListener("pointerleave", rest);
  }
}

// Many files, each with its own progress; the results are the server's page.
function watchUpload(form) {
  const input = form.querySelector('input[type="file"]');
  const drop = form.querySelector("[data-drop]");
  const list = form.querySelector("[data-files]");
  const button = form.querySelector('button[type="submit"]');
  for (const name of ["dragover", "dragenter"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("is-over");
    });
  }
  for (const name of ["dragleave", "drop"]) {
    drop.addEventListener(name, () => drop.classList.remove("is-over"));
  }
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    input.files = event.dataTransfer.files;
    if (input.files.length) form.requestSubmit();
  });
  form.addEventListener("submit", async (event) => {
    const files = [...input.files];
    if (files.length < 2) return;
    event.preventDefault();
    button.disabled = true;
    list.hidden = false;
    list.replaceChildren();
    const rows = files.map((file) => row(list, file));
    const results = [];
    for (const [i, file] of files.entries()) {
      const html = await send(form, file, rows[i].bar).catch(() => null);
      rows[i].state.textContent = html ? form.dataset.done : form.dataset.failed;
      if (html) results.push(html);
    }
    button.disabled = false;
    if (results.length) showResults(results);
  });
}

function row(list, file) {
  const item = document.createElement("li");
  item.className = "row-item";
  const body = document.createElement("div");
  body.className = "row-body";
  const name = document.createElement("h3");
  name.textContent = file.name;
  const bar = document.createElement("progress");
  bar.className = "bar bar-thin mt2";
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  const state = document.createElement("span");
  state.className = "sm t2";
  body.append(name, bar);
  item.append(body, state);
  list.append(item);
  return { bar, state };
}

// fetch cannot tell how much has been sent.
function send(form, file, bar) {
  return new Promise((resolve, reject) => {
    const data = new FormData(form);
    data.set("files", file);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = (event.loaded / event.total) * 100;
    });
    request.addEventListener("load", () => {
      if (request.status < 400) resolve(request.responseText);
      // What is wrong with the form stands in the form that comes back.
      else if (request.status === 422) form.submit();
      else reject();
    });
    request.addEventListener("error", reject);
    request.send(data);
  });
}

// The result pages of single files become one.
function showResults(pages) {
  const [first, ...others] = pages.map((html) => new DOMParser().parseFromString(html, "text/html"));
  const target = first.querySelector("main .rows");
  for (const page of others) target?.append(...all("main .rows > li", page));
  first.querySelector("main .page-head p")?.remove();
  document.querySelector("main").replaceWith(first.querySelector("main"));
  document.title = first.title;
  document.querySelector("main").focus();
}

// A toast leaves by itself when there is nothing to press and nobody reads it right now.
function watchToast(toast) {
  if (toast.querySelector("button")) return;
  setTimeout(() => toast.remove(), 8000);
}

// Days are the person's own from the first workout on; the browser knows their zone.
function tellZone(field) {
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
}

// In inspect mode a click on what is marked, or Enter on its link, opens the explanation beside the
// page; without this the link leads to the same explanation as a page.
function watchInspect(root, close) {
  const panel = document.createElement("dialog");
  panel.className = "inspect-dialog";
  document.body.append(panel);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "icon-btn";
  button.textContent = "✕";
  button.setAttribute("aria-label", close);
  button.addEventListener("click", () => panel.close());
  const open = async (href) => {
    const response = await fetch(href);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const found = page.querySelector("[data-panel]");
    if (!found) throw new Error("no explanation came back");
    const heading = found.querySelector("h1");
    heading.id = "inspect-title";
    panel.setAttribute("aria-labelledby", heading.id);
    panel.replaceChildren(button, found);
    if (!panel.open) panel.showModal();
    panel.scrollTop = 0;
  };
  const follow = (event, href) => {
    event.preventDefault();
    open(href).catch(() => {
      // The plain way still works.
      location.href = href;
    });
  };
  document.addEventListener(
    "click",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      const link = event.target.closest("a");
      if (panel.contains(event.target)) {
        if (link?.pathname.startsWith(root)) follow(event, link.href);
        return;
      }
      const marked = event.target.closest("[data-inspect]");
      if (marked) follow(event, root + marked.dataset.inspect);
    },
    true,
  );
}

// Countries by their names in the page's language, in that order; without this they are codes.
function nameRegions(select) {
  const language = document.documentElement.lang;
  const names = new Intl.DisplayNames(language, { type: "region" });
  const chosen = select.value;
  const [none, ...options] = [...select.options];
  for (const option of options) option.textContent = names.of(option.value) ?? option.value;
  options.sort((a, b) => a.textContent.localeCompare(b.textContent, language));
  select.append(none, ...options);
  select.value = chosen;
}

all("[data-zone]").forEach(tellZone);
all("[data-regions]").forEach(nameRegions);
all("[data-chart]").forEach(readCharts);
// Those that come later say so themselves (zoom.js).
document.addEventListener("drawn", (event) => readCharts(event.target));
all("form[data-upload]").forEach(watchUpload);
all("[data-toast]").forEach(watchToast);
if (document.body.dataset.inspectRoot) {
  watchInspect(document.body.dataset.inspectRoot, document.body.dataset.inspectClose);
}
