// Who writes a pack sees in the open page what is wrong with it: a server of its own under --dev, on a copy of the packs.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { launch, openPage } from "./browser.mjs";
import { skip } from "./people.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const binary = path.resolve(root, process.env.CARGO_TARGET_DIR ?? "target", "debug/stadion");

let browser;
let folder;
let server;
let address;
before(async () => {
  if (skip) return;
  browser = await launch();
  folder = await mkdtemp(path.join(tmpdir(), "stadion-dev-"));
  await cp(path.join(root, "sport-packs"), path.join(folder, "packs"), { recursive: true });
  // The server refuses STADION_… variables that name no setting, as those of the test are.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("STADION_")));
  const settings = ["--dev", "--packs", "packs", "--data", "data", "--listen", "127.0.0.1:0"];
  server = spawn(binary, ["serve", ...settings], { cwd: folder, env, stdio: ["ignore", "pipe", "ignore"] });
  [address] = await once(createInterface(server.stdout), "line");
});
after(async () => {
  server?.kill();
  await browser?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

test("a broken edit is told in the open page, and gone once mended", { skip }, async () => {
  const page = await openPage(browser, { baseURL: address });
  await page.goto("/running/");
  const title = await page.title();
  await page.evaluate(() => { globalThis.sameDocument = true; });

  const file = path.join(folder, "packs/running/metrics.yaml");
  const sound = await readFile(file, "utf8");
  await appendFile(file, "\nbroken: {derive: workout.nothing}\n");
  const report = page.locator("#dev-report");
  await report.filter({ hasText: "running/metrics.yaml" }).waitFor();
  assert.match(await report.textContent(), /nothing/);
  assert.ok(await page.evaluate(() => globalThis.sameDocument), "the page stays as it is");
  const other = await fetch(`${address}/running/`);
  assert.equal(other.status, 200, "the last good version stays live");

  await writeFile(file, sound);
  await page.waitForFunction(() => !globalThis.sameDocument);
  await report.waitFor({ state: "detached" });
  assert.equal(await page.title(), title);
  await page.finish();
});
