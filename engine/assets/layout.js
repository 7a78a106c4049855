// @ts-check
// Reads a sensor's bytes by a layout. The server does the same in Rust (engine/src/adapters/layout.rs);
// tests/vectors/ble-layouts.json holds what both have to give.

/**
 * @typedef {{name: string, first: number, count: number}} Bits
 * @typedef {{flag: string, set: boolean}} Condition
 * @typedef {"u8" | "u16" | "u24" | "u32" | "i8" | "i16" | "i24" | "i32" | "sfloat" | "float" | "f32"} Type
 * @typedef {{
 *   name: string, type: Type, endian?: "little" | "big", bits?: Bits[], if?: Condition[],
 *   scale?: number, offset?: number, missing?: number, repeat?: boolean,
 * }} Field a field; `_` is passed over
 * @typedef {{fields: Field[]}} Layout fields in the order of the bytes
 * @typedef {{[name: string]: number | number[]}} Values
 * @typedef {{field: string, has: number, needs: number}} Short the bytes end before a field does
 * @typedef {{values: Values, short?: undefined} | {values?: undefined, short: Short}} Reading
 */

/** @type {{[type in Type]: number}} */
const SIZES = { u8: 1, u16: 2, u24: 3, u32: 4, i8: 1, i16: 2, i24: 3, i32: 4, sfloat: 2, float: 4, f32: 4 };

/**
 * The fields that are there, and the flags; what is missing by its own mark is left out. Bytes behind the last
 * field are of a later version of the sensor's, and passed over.
 * @param {Layout} layout
 * @param {Uint8Array} bytes
 * @returns {Reading}
 */
export function read(layout, bytes) {
  /** @type {Values} */
  const values = {};
  /** @type {Map<string, number>} */
  const flags = new Map();
  let at = 0;
  for (const field of layout.fields) {
    if (!(field.if ?? []).every(({ flag, set }) => ((flags.get(flag) ?? 0) !== 0) === set)) continue;
    const size = SIZES[field.type];
    if (field.repeat) {
      const list = [];
      for (; at + size <= bytes.length; at += size) {
        const value = number(field, bytes.subarray(at, at + size));
        if (value !== undefined) list.push(value);
      }
      values[field.name] = list;
      continue;
    }
    const piece = bytes.subarray(at, at + size);
    if (piece.length < size) return { short: { field: field.name, has: piece.length, needs: size } };
    at += size;
    for (const { name, first, count } of field.bits ?? []) {
      // Without the operators of bits, which know 32 with a sign alone.
      const value = Math.floor(unsigned(field, piece) / 2 ** first) % 2 ** count;
      if (!flags.has(name)) flags.set(name, value);
      values[name] = value;
    }
    const value = field.name === "_" ? undefined : number(field, piece);
    if (value !== undefined) values[field.name] = value;
  }
  return { values };
}

/**
 * @param {Field} field
 * @param {Uint8Array} piece
 * @returns {number | undefined}
 */
function number(field, piece) {
  const { scale = 1, offset = 0 } = field;
  const raw = written(field, piece);
  if (raw === undefined) return undefined;
  const value = raw * scale + offset;
  return Number.isFinite(value) ? value : undefined;
}

/**
 * @param {Field} field
 * @param {Uint8Array} piece
 */
function written(field, piece) {
  const whole = unsigned(field, piece);
  if (field.type === "sfloat") return decimal(whole, 12, 4);
  if (field.type === "float") return decimal(whole, 24, 8);
  if (field.type === "f32") {
    const view = new DataView(new ArrayBuffer(4));
    view.setUint32(0, whole);
    return view.getFloat32(0);
  }
  const value = field.type.startsWith("i") ? signed(whole, piece.length * 8) : whole;
  return value === field.missing ? undefined : value;
}

/**
 * @param {Field} field
 * @param {Uint8Array} piece
 */
function unsigned(field, piece) {
  const bytes = field.endian === "big" ? [...piece] : [...piece].reverse();
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}

/**
 * @param {number} value
 * @param {number} bits
 */
const signed = (value, bits) => (value >= 2 ** (bits - 1) ? value - 2 ** bits : value);

/**
 * A number with a decimal exponent above it (IEEE 11073-20601, annex F): the five values around the middle of the
 * mantissa say that there is none.
 * @param {number} value
 * @param {number} mantissa bits
 * @param {number} exponent bits
 */
function decimal(value, mantissa, exponent) {
  const number = value % 2 ** mantissa;
  if (Math.abs(number - 2 ** (mantissa - 1)) <= 2) return undefined;
  const power = signed(Math.floor(value / 2 ** mantissa), exponent);
  const scaled = power < 0 ? signed(number, mantissa) / 10 ** -power : signed(number, mantissa) * 10 ** power;
  return Number.isFinite(scaled) ? scaled : undefined;
}
