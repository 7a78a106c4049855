// The page's interpreter of layouts gives what the server's does: both read the same vectors.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

// As the browser has it: its folder says nothing of modules.
const source = await readFile(new URL("../../engine/assets/layout.js", import.meta.url), "utf8");
const { read } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
const vectors = JSON.parse(await readFile(new URL("../vectors/ble-layouts.json", import.meta.url), "utf8"));
const bytes = (hex) => Uint8Array.from(hex.replaceAll(" ", "").match(/../g) ?? [], (pair) => parseInt(pair, 16));

for (const { name, layout, hex, gives } of vectors.cases) {
  test(`${layout}: ${name}`, () => {
    const { values, short } = read(vectors.layouts[layout], bytes(hex));
    if ("short" in gives) assert.equal(short?.field, gives.short);
    else assert.deepEqual({ ...values }, gives);
  });
}

test("what no shipped sensor writes: big-endian, 24 and 32 bits with a sign, a float of two bytes more", () => {
  const fields = [
    { name: "big", type: "u16", endian: "big" }, { name: "deep", type: "i24" }, { name: "wide", type: "i32", endian: "big" },
    { name: "real", type: "f32" }, { name: "exact", type: "float" }, { name: "warm", type: "i8", scale: 0.5, offset: -40 },
  ];
  const { values } = read({ fields }, bytes("0102 FFFFFF 80000000 0000C03F 7B0000FE 81"));
  assert.deepEqual({ ...values }, { big: 258, deep: -1, wide: -(2 ** 31), real: 1.5, exact: 1.23, warm: -103.5 });
});
