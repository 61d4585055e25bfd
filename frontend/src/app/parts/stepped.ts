const most = 999_999;

/** The next number from what is typed: never below 0, never beyond what an entry holds. */
export function stepped(typed: string, step: number): number {
  const now = /^\d+$/.test(typed.trim()) ? Number(typed) : 0;
  return Math.min(most, Math.max(0, now + step));
}
