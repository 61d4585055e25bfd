/** A record nobody reads without this phone's key. */
export interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly data: ArrayBuffer;
}

const algorithm = "AES-GCM";

/** A key that can be used but not read: it leaves this browser profile in no form. */
export function newKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: algorithm, length: 256 }, false, ["encrypt", "decrypt"]);
}

/** Seals records with the account's key. `name` is sealed in: a record does not open under another one. */
export class Vault {
  constructor(private readonly key: CryptoKey) {}

  async seal(name: string, content: unknown): Promise<Sealed> {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const text = new TextEncoder().encode(JSON.stringify(content));
    return { iv, data: await crypto.subtle.encrypt(this.means(name, iv), this.key, text) };
  }

  /** Undefined for a record that does not open: one that was damaged is no reason to lose the others. */
  async open<T>(name: string, { iv, data }: Sealed): Promise<T | undefined> {
    try {
      const text = await crypto.subtle.decrypt(this.means(name, iv), this.key, data);
      return JSON.parse(new TextDecoder().decode(text));
    } catch {
      return undefined;
    }
  }

  private means(name: string, iv: Uint8Array<ArrayBuffer>): AesGcmParams {
    return { name: algorithm, iv, additionalData: new TextEncoder().encode(name) };
  }
}
