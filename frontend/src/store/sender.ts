import { waitMs } from "../sync/backoff.ts";
import { drain, type Ended } from "./drain.ts";
import type { Ledger } from "./ledger.ts";
import { alone, type World } from "./world.ts";

/** Whom a sender tells how it goes. */
export interface Told {
  /** It has begun or ended. */
  show(): void;
  /** It has ended. `sent`: how many operations are not waiting any more. */
  ended(ended: Ended, sent: number): Promise<void>;
  /** Storage failed. */
  failed(fault: unknown): void;
}

/** Sends what waits: one sending at a time, over all tabs, and again after a while where it did not go well. */
export class Sender {
  private running: Promise<void> | undefined;
  private again = false;
  private stopped = false;
  private failures = 0;
  private callOff: () => void = () => {};
  /** The server has asked to be left alone for a while. */
  resting = false;

  constructor(
    private readonly ledger: Ledger,
    private readonly world: World,
    private readonly told: Told,
  ) {}

  get sending(): boolean {
    return this.running !== undefined;
  }

  /** Never rejects. What is said while it sends goes with the same sending. */
  send(): Promise<void> {
    this.again = true;
    this.running ??= this.rounds().finally(() => {
      this.running = undefined;
      this.told.show();
    });
    return this.running;
  }

  stop(): void {
    this.stopped = true;
    this.callOff();
  }

  private async rounds(): Promise<void> {
    this.callOff();
    while (this.again && !this.stopped) {
      this.again = false;
      this.told.show();
      const before = this.ledger.waiting.length;
      const name = `everyrep:${this.ledger.database.account}:send`;
      try {
        const ended = await alone(name, () => drain(this.ledger, this.world));
        this.plan(ended);
        await this.told.ended(ended, before - this.ledger.waiting.length);
      } catch (fault) {
        this.told.failed(fault);
      }
    }
  }

  /** When to try again by itself. A session that has to be signed in anew waits for the reader. */
  private plan({ trouble, askedMs }: Ended): void {
    this.failures = trouble ? this.failures + 1 : 0;
    this.resting = askedMs > 0;
    if (this.stopped || this.ledger.waiting.length === 0) return;
    if (trouble !== "offline" && trouble !== "server") return;
    this.callOff = this.world.later(waitMs(this.failures, askedMs, this.world.random()), () => {
      this.resting = false;
      void this.send();
    });
  }
}
