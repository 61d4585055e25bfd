type News = "changed" | "left";

/** Tells the other tabs of the same account, and the service worker, that something was kept or removed. */
export class Channel {
  private readonly line: BroadcastChannel | undefined;

  constructor(account: string, hear: (news: News) => void) {
    if (!globalThis.BroadcastChannel) return; // each tab then reads anew when it is come back to
    this.line = new BroadcastChannel(`everyrep:${account}`);
    this.line.onmessage = ({ data }: MessageEvent<News>) => hear(data);
  }

  tell(news: News): void {
    this.line?.postMessage(news);
  }

  close(): void {
    this.line?.close();
  }
}
