// The tools of the browser tests, tried on pages whose faults are known; needs no server.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, openPage, overflow, seriousFindings } from "./browser.mjs";

const sound = `<!doctype html><html lang="en"><head><title>Sound</title><meta name="viewport" content="width=device-width">
  </head><body><main><h1>Sound</h1><label>Name <input name="name"></label></main></body></html>`;
const faulty = sound.replace(' lang="en"', "").replace(/<label>Name (<input[^>]*>)<\/label>/, "$1<img src='data:,'>");

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

test("a sound page has no serious finding", async () => {
  const page = await openPage(browser);
  await page.setContent(sound);
  assert.deepEqual(await seriousFindings(page), []);
  await page.finish();
});

test("missing language, label and alternative text are found", async () => {
  const page = await openPage(browser, { screen: "desktop" });
  await page.setContent(faulty);
  const rules = (await seriousFindings(page)).map((line) => line.split(":")[0]).sort();
  assert.deepEqual(rules, ["html-has-lang", "image-alt", "label"]);
  await page.finish();
});

test("a page wider than the phone is found", async () => {
  const page = await openPage(browser);
  await page.setContent(sound);
  assert.equal(await overflow(page), 0);
  await page.setContent(sound.replace("<h1>", '<h1 style="width: 400px">'));
  assert.ok(await overflow(page) > 0);
  await page.finish();
});

test("a script error on a page fails its test", async () => {
  const page = await openPage(browser);
  await page.setContent(`${sound}<script>missing()</script>`);
  await assert.rejects(page.finish(), /script errors/);
});

test("without JavaScript no script runs", async () => {
  const page = await openPage(browser, { javaScriptEnabled: false });
  await page.setContent(`${sound}<script>missing()</script><noscript><p>Plain</p></noscript>`);
  assert.equal(await page.textContent("p"), "Plain");
  await page.finish();
});
