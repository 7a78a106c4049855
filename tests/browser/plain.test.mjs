// The core with JavaScript off: every step is a link or a form that the server answers with a page.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { follow, launch, openPage } from "./browser.mjs";
import { join, newcomer, register, skip } from "./people.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

const plain = { javaScriptEnabled: false };

/** Someone who has joined a sport, on its record form. */
async function atForm(name, sport, title) {
  const page = await openPage(browser, plain);
  await register(page, newcomer(name), `/${sport}/`);
  await join(page, title);
  await page.goto(`/${sport}/record?from=hand`);
  return page;
}

const field = (page, label) => page.getByRole("textbox", { name: label });
const press = (page, name) => follow(page, () => page.getByRole("button", { name, exact: true }).click());
const save = (page) => follow(page, () => page.locator(".actionbar").getByRole("button", { name: "Save" }).click());

async function recordRun(page, { distance, time, title }) {
  await page.goto("/running/record?from=hand");
  await field(page, /^Distance/).fill(distance);
  await field(page, /^Time/).fill(time);
  await field(page, /^Title/).fill(title);
  await save(page);
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
}

test("a mistyped run is told beside its fields, mended and saved", { skip }, async () => {
  const page = await atForm("Ada Brook", "running", "Running");
  await field(page, /^Distance/).fill("12420");
  await field(page, /^Time/).fill("an hour");
  await save(page);

  await page.getByRole("alert").filter({ hasText: "nothing is saved yet" }).waitFor();
  const distance = field(page, /^Distance/);
  const told = async (input) => page.locator(`[id="${await input.getAttribute("aria-describedby")}"]`).textContent();
  assert.equal(await distance.inputValue(), "12420", "what was typed stays");
  assert.equal(await distance.getAttribute("aria-invalid"), "true");
  assert.match(await told(distance), /1,?000/);
  assert.match(await told(field(page, /^Time/)), /24:09/);

  await distance.fill("12.42");
  await field(page, /^Time/).fill("1:02:38");
  await save(page);
  const hero = await page.getByRole("main").locator(".num-xl").textContent();
  assert.match(hero, /12\.42/);
  assert.match(await page.getByLabel("Summary").textContent(), /1:02:38.*5:03/s);
  await page.finish();
});

test("a strength session: rows are added and taken away by buttons", { skip }, async () => {
  const page = await atForm("Bo Ferris", "strength", "Strength");
  const sets = page.locator("[data-part=set]");
  const fill = async (n, exercise, reps, load) => {
    await sets.getByRole("combobox", { name: `Set ${n}, Exercise` }).selectOption({ label: exercise });
    await sets.getByRole("textbox", { name: `Set ${n}, Reps` }).fill(reps);
    await sets.getByRole("textbox", { name: `Set ${n}, Load` }).fill(load);
  };
  await fill(1, "Squat", "5", "100");
  await press(page, "Add set");
  await fill(2, "Deadlift", "3", "140");
  await press(page, "Add set");
  await press(page, "Remove Set 3");
  assert.equal(await sets.locator("[data-row]").count(), 2);
  assert.equal(await sets.getByRole("textbox", { name: "Set 1, Load" }).inputValue(), "100", "rows keep what they held");

  await page.getByRole("textbox", { name: /^Time/ }).fill("45:00");
  await save(page);
  const table = page.getByRole("region", { name: "Set" }).locator("tbody tr");
  assert.equal(await table.count(), 2);
  assert.match(await table.nth(1).textContent(), /Deadlift.*140/s);
  assert.match(await page.locator(".num-xl").textContent(), /Volume\s+920/);
  await page.finish();
});

test("the history is filtered; a deleted workout comes back", { skip }, async () => {
  const page = await atForm("Cleo Hart", "running", "Running");
  await recordRun(page, { distance: "5", time: "26:10", title: "Along the river" });
  await recordRun(page, { distance: "8.4", time: "47:30", title: "Hills before work" });
  const entries = page.locator(".workout-row");

  await page.goto("/running/workouts");
  assert.equal(await entries.count(), 2);
  await page.getByText("Filter", { exact: true }).click();
  await page.getByRole("searchbox", { name: "In title or note" }).fill("river");
  await press(page, "Show");
  assert.deepEqual(await entries.locator(".workout-title").allTextContents(), ["Along the river"]);

  await follow(page, () => entries.first().click());
  await press(page, "Delete");
  await page.getByRole("status").filter({ hasText: "“Along the river” is deleted." }).waitFor();
  assert.equal(await entries.count(), 1);
  await press(page, "Undo");
  await page.getByText("“Along the river” is back.").waitFor();
  await page.goto("/running/workouts");
  assert.equal(await entries.count(), 2);
  await page.finish();
});

test("a note is kept, and changed with the rest", { skip }, async () => {
  const page = await atForm("Dag Moen", "running", "Running");
  await recordRun(page, { distance: "10", time: "55:00", title: "Long one" });
  await page.getByRole("textbox", { name: "Note" }).fill("Wind from the sea.");
  await press(page, "Save the note");
  assert.equal(await page.getByRole("textbox", { name: "Note" }).inputValue(), "Wind from the sea.");

  await follow(page, () => page.getByRole("link", { name: "Edit workout" }).click());
  await field(page, /^Distance/).fill("10.5");
  await save(page);
  assert.match(await page.locator(".num-xl").textContent(), /10\.5/);
  assert.equal(await page.getByRole("textbox", { name: "Note" }).inputValue(), "Wind from the sea.");
  await page.finish();
});
