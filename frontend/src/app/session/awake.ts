/** Whether the browser can keep the screen on at all. */
export function canStayOn(): boolean {
  return "wakeLock" in navigator;
}

/** Keeps the screen on during a session, where the browser can. */
export class Awake {
  private lock: WakeLockSentinel | undefined;
  private wanted = false;
  private readonly leaving = new AbortController();

  constructor() {
    const again = () => void this.hold();
    document.addEventListener("visibilitychange", again, { signal: this.leaving.signal });
  }

  private get held(): boolean {
    return this.lock !== undefined && !this.lock.released;
  }

  want(wanted: boolean): void {
    if (wanted === this.wanted) return;
    this.wanted = wanted;
    if (wanted) void this.hold();
    else void this.release();
  }

  leave(): void {
    this.leaving.abort();
    this.want(false);
  }

  /** A browser takes the lock away whenever the page is hidden; it is asked for again when the page is back. */
  private async hold(): Promise<void> {
    if (!this.wanted || this.held || document.visibilityState !== "visible") return;
    try {
      this.lock = await navigator.wakeLock?.request("screen");
    } catch {
      this.lock = undefined; // refused, as with little battery
    }
  }

  private async release(): Promise<void> {
    await this.lock?.release().catch(() => undefined);
    this.lock = undefined;
  }
}
