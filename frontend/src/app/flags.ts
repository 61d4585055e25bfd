import type { App } from "./screen.ts";

/** What the reader has put aside on this phone, such as a hint that was read. */
export class Flags {
  private readonly known = new Map<string, boolean>();

  constructor(private readonly app: App) {}

  /** Learns of these before anything is drawn. Never rejects. */
  async know(names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) => this.ask(name)));
  }

  /** True also until it is known, so that nothing shows for a moment and goes again. */
  aside(name: string): boolean {
    const known = this.known.get(name);
    if (known === undefined) void this.ask(name);
    return known ?? true;
  }

  putAside(name: string): void {
    this.known.set(name, true);
    void this.app.store.keep(flag(name), true).catch(() => undefined); // then it shows once more
    this.app.redraw();
  }

  private async ask(name: string): Promise<void> {
    this.known.set(name, true);
    const kept = await this.app.store.recall<boolean>(flag(name)).catch(() => true);
    if (kept === true) return;
    this.known.set(name, false);
    this.app.redraw();
  }
}

const flag = (name: string) => `aside:${name}`;
