// The form of a workout: rows at once, problems as the server finds them, kept without a network.
// Everything here works without this script too, by sending the form.
import { canKeep, dropEntry, entry as kept, putEntry, send } from "./queue.js";
import { addNext, addRow, all, fillPreset, removeRow, rowsOf } from "./rows.js";

const CHECK_AFTER_MS = 400;
const SEND_WITHIN_MS = 15_000;
const CARRIED = "stadion-carried";
const form = document.querySelector("form[data-record]");
const { app, user } = document.body.dataset;
const valueOf = (name) => form.querySelector(`[name="${name}"]`)?.value ?? "";
const pairs = () => new URLSearchParams(new FormData(form));
// Its buttons are named `action`, so the form's own property is not its address.
const plainly = () => HTMLFormElement.prototype.submit.call(form);

// --- problems beside their fields ---

const fieldOf = (name) => form.querySelector(`[data-field="${CSS.escape(name)}"]`);
const controlOf = (field) => field.querySelector("input, select, textarea");
const rowOf = (field) => field.closest("[data-row]");
const isTouched = (field) => "touched" in field.dataset;

function errorOf(field) {
  const control = controlOf(field);
  const ids = [`${control.id}-error`, `${control.id}-note`];
  return all(".error", rowOf(field) ?? field).find((error) => !rowOf(field) || ids.includes(error.id));
}

function showProblem(field, problem) {
  const control = controlOf(field);
  const before = errorOf(field);
  if (before?.querySelector("span")?.textContent === problem?.message) return;
  before?.remove();
  field.classList.toggle("is-error", Boolean(problem));
  const hint = field.querySelector(".hint");
  if (hint) hint.hidden = Boolean(problem);
  if (!problem) {
    control.removeAttribute("aria-invalid");
    if (hint) control.setAttribute("aria-describedby", hint.id);
    else control.removeAttribute("aria-describedby");
    return;
  }
  const error = form.querySelector("template[data-problem]").content.firstElementChild.cloneNode(true);
  error.id = `${control.id}-error`;
  error.setAttribute("role", "alert");
  error.querySelector("span").textContent = problem.message;
  const fix = error.querySelector("button");
  if (problem.fix) {
    fix.value = problem.fix.action;
    fix.textContent = problem.fix.label;
  } else {
    fix.remove();
  }
  (rowOf(field) ?? field).append(error);
  control.setAttribute("aria-invalid", "true");
  control.setAttribute("aria-describedby", error.id);
}

function showFigures(figures) {
  const list = form.querySelector("[data-figures]");
  list.replaceChildren(...figures.map(({ label, value, unit }) => {
    const pair = document.createElement("div");
    const name = document.createElement("dt");
    const figure = document.createElement("dd");
    name.className = "sm t2";
    name.textContent = label;
    figure.className = "num num-sm";
    figure.textContent = value;
    if (unit) {
      const part = document.createElement("span");
      part.className = "unit";
      part.textContent = unit;
      figure.append(part);
    }
    pair.append(name, figure);
    return pair;
  }));
}

// The server's rules, asked while nobody types. What is being typed for the first time is left alone.
let timer;
let asking;
function checkSoon(wait = CHECK_AFTER_MS) {
  clearTimeout(timer);
  timer = setTimeout(check, wait);
}

async function check() {
  asking?.abort();
  asking = new AbortController();
  const question = { method: "POST", body: pairs(), signal: asking.signal };
  // Without a network the form is checked when it is sent.
  // A newer question may take the answer away while it is read.
  const answer = await fetch(form.dataset.check, question)
    .then((response) => (response.ok ? response.json() : undefined))
    .catch(() => undefined);
  if (!answer) return;
  const { problems, figures } = answer;
  showFigures(figures);
  for (const field of all("[data-field]", form)) {
    if (isTouched(field) || field.classList.contains("is-error")) showProblem(field, problems[field.dataset.field]);
  }
}

function touch(target) {
  const field = target.closest?.("[data-field]");
  const control = field && controlOf(field);
  if (!control) return;
  const isFilled = control.type === "radio" || control.type === "checkbox" || control.value.trim() !== "";
  if (isFilled || isTouched(field)) field.dataset.touched = "";
}

// --- buttons ---

function change(button) {
  const part = button.closest("[data-part]");
  if ("add" in button.dataset) {
    const row = addNext(part);
    (row.querySelector("input:not([type=checkbox])") ?? row.querySelector("select"))?.focus();
  } else if ("remove" in button.dataset) {
    const row = button.closest("[data-row]");
    const next = row.nextElementSibling ?? row.previousElementSibling;
    removeRow(part, row);
    (next?.querySelector("[data-remove]") ?? part.querySelector("[data-add]")).focus();
  } else if ("preset" in button.dataset) {
    fillPreset(part, JSON.parse(button.dataset.preset));
  } else if (button.value.startsWith("fix:")) {
    const [name, value] = button.value.slice(4).split(/=(.*)/s);
    const field = fieldOf(name);
    controlOf(field).value = value;
    showProblem(field, undefined);
    controlOf(field).focus();
  } else {
    return false;
  }
  checkSoon(0);
  return true;
}

// --- saving ---

// Taken by the server at once, or kept here until there is a network.
async function save() {
  const body = pairs();
  body.append("user", user);
  const question = { method: "POST", body, signal: AbortSignal.timeout(SEND_WITHIN_MS) };
  const response = await fetch(form.dataset.send, question).catch(() => undefined);
  if (response?.ok) {
    const { location: page } = await response.json();
    await forgetEntry();
    location.assign(page);
  } else if (!response || response.status === 401 || response.status === 429 || response.status >= 500) {
    await putEntry(waiting(response?.status === 401 ? "login" : "waits"));
    await send();
    // A fresh form; one that has ended its session is asked to log in.
    location.assign(`/${app}/record?from=hand`);
  } else {
    // The server's page says what is wrong, beside each field.
    await forgetEntry();
    plainly();
  }
}

function waiting(state) {
  const fields = [...pairs()].filter(([name]) => name !== "action");
  return { key: valueOf("key"), user, app, state, fields, title: title(), made: Date.now() };
}

// `Run · 12.42 km · 21 Nov, 18:10`
function title() {
  const when = new Date(`${valueOf("date")}T${valueOf("time")}`);
  const shown = { day: "numeric", month: "short", hour: "numeric", minute: "2-digit" };
  const day = Number.isNaN(when.getTime()) ? "" : when.toLocaleString(document.documentElement.lang, shown);
  const leads = all(".lead .input-num", form).map((input) => {
    const { value } = input.querySelector("input");
    const unit = input.querySelector(".suffix")?.textContent ?? "";
    return value && (value.includes(":") ? value : `${value}\u00a0${unit}`);
  });
  return [valueOf("title") || form.dataset.title, ...leads.slice(0, 2), day].filter(Boolean).join(" · ");
}

async function forgetEntry() {
  if (form.dataset.entry) await dropEntry(form.dataset.entry);
}

// --- filling in ---

function fill(fields) {
  const cells = new Map();
  for (const [name, value] of fields) {
    const [kind, n, cell] = name.split(".");
    if (cell !== undefined && kind !== "metric") {
      const rows = cells.get(kind) ?? cells.set(kind, []).get(kind);
      rows[n] = { ...rows[n], [cell]: value };
      continue;
    }
    for (const control of all(`[name="${CSS.escape(name)}"]`, form)) {
      if (control.type === "radio" || control.type === "checkbox") control.checked = control.value === value;
      else control.value = value;
    }
  }
  for (const [kind, rows] of cells) {
    const part = form.querySelector(`[data-part="${CSS.escape(kind)}"]`);
    if (!part) continue;
    for (const row of rowsOf(part)) row.remove();
    for (const row of rows.filter(Boolean)) addRow(part, row);
  }
}

// An entry of this person that waits, to be mended.
async function openEntry(key) {
  const found = await kept(key);
  if (!found || found.user !== user) return;
  fill(found.fields);
  form.dataset.entry = key;
  for (const field of all("[data-field]", form)) field.dataset.touched = "";
  checkSoon(0);
}

// A form from this device is as old as its keeping: it gets a time and a key of its own.
function renew() {
  const zone = valueOf("under").split(" ").at(2);
  const now = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" }).format(new Date());
  const [date, time] = now.split(" ");
  fill([["date", date], ["time", time], ["key", crypto.randomUUID()]]);
}

// Another sport asks for other figures; what both ask for goes along.
function changeSport(select) {
  if (!form.dataset.send) {
    const action = document.createElement("input");
    Object.assign(action, { type: "hidden", name: "action", value: "show" });
    form.append(action);
    plainly();
    return;
  }
  const carried = [...pairs()].filter(([name]) => /^(date|time|title|note|metric\..*)$/.test(name));
  sessionStorage.setItem(CARRIED, JSON.stringify(carried));
  location.assign(`/${app}/record?from=hand&sport=${select.value}`);
}

function carry() {
  const carried = sessionStorage.getItem(CARRIED);
  sessionStorage.removeItem(CARRIED);
  if (carried) fill(JSON.parse(carried));
}

// The key of a phone that says "next" does that; a keyboard's Return saves.
function goOn(event) {
  if (event.key !== "Enter" || event.isComposing || !matchMedia("(pointer: coarse)").matches) return;
  const fields = all("input:not([type=hidden]), select, textarea", form).filter((each) => each.checkVisibility());
  const next = fields[fields.indexOf(event.target) + 1];
  if (event.target.tagName !== "INPUT" || !next) return;
  event.preventDefault();
  next.focus();
}

function watch() {
  form.addEventListener("input", ({ target }) => {
    if (target.type === "radio" || target.type === "checkbox" || target.tagName === "SELECT") touch(target);
    checkSoon();
  });
  form.addEventListener("focusout", ({ target }) => {
    touch(target);
    if (target.closest("[data-field]")) checkSoon(0);
  });
  form.addEventListener("change", ({ target }) => target.name === "sport" && changeSport(target));
  form.addEventListener("keydown", goOn);
  // The server's rules are told in its words, not in the browser's.
  form.noValidate = true;
  let isSending = false;
  let mayKeep = false;
  canKeep().then((can) => { mayKeep = can; });
  navigator.serviceWorker?.ready.then(() => { mayKeep = true; });
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (button && button.value !== "save" && change(button)) {
      event.preventDefault();
    } else if ((!button || button.value === "save") && form.dataset.send && user && mayKeep) {
      event.preventDefault();
      if (isSending) return;
      isSending = true;
      form.setAttribute("aria-busy", "true");
      save().catch(plainly).finally(() => {
        isSending = false;
        form.removeAttribute("aria-busy");
      });
    }
  });
}

if (form) {
  watch();
  carry();
  if ("kept" in form.dataset) renew();
  const asked = () => /^#entry=([0-9a-f-]{36})$/.exec(location.hash)?.[1];
  if (asked()) openEntry(asked());
  window.addEventListener("hashchange", () => asked() && openEntry(asked()));
}
