/** Tells how much time has passed, once a frame, while it is wanted; milliseconds of a clock that never turns back. */
export class Ticker {
  private request = 0;
  private last: number | undefined;

  constructor(private readonly passed: (ms: number) => void) {}

  run(wanted: boolean): void {
    if (!wanted) {
      cancelAnimationFrame(this.request);
      [this.request, this.last] = [0, undefined];
    } else if (!this.request) {
      this.last = performance.now();
      this.next();
    }
  }

  private next(): void {
    this.request = requestAnimationFrame(() => {
      const now = performance.now();
      const ms = now - (this.last ?? now);
      this.last = now;
      this.next();
      this.passed(ms);
    });
  }
}
