import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import type { Said } from "../../src/store/index.ts";
import { openStore } from "../../src/store/opening.ts";
import { type Around, Phone } from "../../src/store/phone.ts";
import type { World } from "../../src/store/world.ts";
import { madeOn, version } from "./program.ts";
import type { FakeServer } from "./server.ts";

/** The messages between the tabs of one phone; those of another phone never hear them. */
function busOf(): typeof BroadcastChannel {
  const open = new Set<Bus>();
  class Bus {
    onmessage: ((event: MessageEvent) => void) | null = null;
    constructor(readonly name: string) {
      open.add(this);
    }
    postMessage(data: unknown): void {
      for (const bus of open) {
        if (bus === this || bus.name !== this.name) continue;
        setTimeout(() => open.has(bus) && bus.onmessage?.({ data } as MessageEvent));
      }
    }
    close(): void {
      open.delete(this);
    }
  }
  return Bus as unknown as typeof BroadcastChannel;
}

/** A phone's browser: its storage, its clock, and the network between it and the server. */
export class FakePhone implements World, Around {
  private storage = new IDBFactory();
  private readonly bus = busOf();
  private readonly tabs: Phone[] = [];
  private readonly later_: (() => void)[] = [];
  offline = false;
  clock = Date.parse(`${madeOn}T12:00:00Z`);
  reloads = 0;
  updates = 0;
  wakeUps = 0;

  constructor(readonly server: FakeServer) {
    this.use();
  }

  readonly random = () => 0.5;
  readonly pause = async () => {};
  readonly csrf = async () => "token";
  readonly now = () => new Date(this.clock);
  readonly reload = () => {
    this.reloads += 1;
  };
  readonly outdated = () => {
    this.updates += 1;
  };
  readonly unsent = () => {
    this.wakeUps += 1;
  };

  readonly fetch = async (address: string, init: RequestInit): Promise<Response> => {
    if (this.offline) throw new TypeError("Failed to fetch");
    return this.server.fetch(address, init);
  };

  readonly later = (_ms: number, act: () => void) => {
    this.later_.push(act);
    return () => {
      const at = this.later_.indexOf(act);
      if (at >= 0) this.later_.splice(at, 1);
    };
  };

  /** Runs everything that was put off. */
  async wait(): Promise<void> {
    for (const act of this.later_.splice(0)) act();
    for (const tab of this.tabs) await tab.refresh();
  }

  /** Makes this phone's storage the browser's. */
  use(): void {
    globalThis.indexedDB = this.storage;
    globalThis.BroadcastChannel = this.bus;
  }

  async open(world: World = this): Promise<Phone> {
    this.use();
    const opened = await openStore(this, world);
    if (!(opened instanceof Phone)) throw new Error("this browser keeps nothing");
    this.tabs.push(opened);
    await opened.refresh();
    return opened;
  }

  /** Every tab is closed; what was kept stays. */
  close(): void {
    for (const tab of this.tabs.splice(0)) tab.close();
    this.later_.length = 0;
  }

  /** The browser has thrown away what it kept for the page, but not the page's local storage. */
  evict(): void {
    this.close();
    this.storage = new IDBFactory();
    this.use();
  }
}

/** A go done as planned, of any exercise. */
export function done(key = "quad-set", change: Partial<Said> = {}): Said {
  const body = { type: "exercise", item_key: key, session: 0, outcome: "done" };
  return { kind: "create", localDate: madeOn, programRev: version, evidence: "ticked", body, ...change };
}
