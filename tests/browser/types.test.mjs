// The modules of the page that records are plain JavaScript whose types TypeScript checks (docs/decisions/0017).
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const here = fileURLToPath(new URL(".", import.meta.url));

test("TypeScript finds nothing in the page's modules", async () => {
  const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  const { stdout } = await run(process.execPath, [compiler, "--project", here]).catch((error) => error);
  assert.equal(stdout.trim(), "");
});
