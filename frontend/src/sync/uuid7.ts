/**
 * A UUID version 7 (RFC 9562): 48 bits of Unix milliseconds, then random bits. Names are no secrets, and
 * the server never trusts the time in them.
 */
export function uuid7(now: number = Date.now(), random: Uint8Array = randomBytes()): string {
  const bytes = Uint8Array.from(random);
  new DataView(bytes.buffer).setUint32(0, Math.floor(now / 0x10000));
  new DataView(bytes.buffer).setUint16(4, now % 0x10000);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function randomBytes(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(16));
}
