/** What an operation is made of; fractions are not among it, since languages print them differently. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const maxDepth = 32;

/**
 * The one way to write a value down, byte for byte as the server does (everyrep/core/sync.py): keys in
 * UTF-16 order, no white space. Throws a RangeError for a fraction, a number beyond 2^53 - 1, half a
 * character, or nesting deeper than 32 levels.
 */
export function canonicalJson(value: Json): string {
  return written(value, maxDepth);
}

/** SHA-256 of the canonical JSON as UTF-8: 64 lower-case hexadecimal digits. */
export async function contentHash(value: Json): Promise<string> {
  const bytes = new TextEncoder().encode(canonicalJson(value));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function written(value: Json, depth: number): string {
  if (depth === 0) throw new RangeError(`nested deeper than ${maxDepth} levels`);
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return writtenNumber(value);
  if (typeof value === "string") return writtenText(value);
  if (isList(value)) return `[${value.map((member) => written(member, depth - 1)).join(",")}]`;
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${writtenText(key)}:${written(value[key] ?? null, depth - 1)}`).join(",")}}`;
}

function writtenNumber(value: number): string {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not a whole number that keeps exactly`);
  return Object.is(value, -0) ? "0" : String(value);
}

function writtenText(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw new RangeError("a text holds half a character");
  return JSON.stringify(text);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
