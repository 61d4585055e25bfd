import type { Operation } from "./operation.ts";

/** Where to push, as the page says. */
export interface Target {
  readonly url: string;
  readonly csrf: string;
  readonly deviceId: string;
  /** Whom the page was made for; the server refuses it under a session that is someone else's by now. */
  readonly account: string;
}

/**
 * How a push ended. `sent`: every operation counts. `received`: the server keeps all of them, and the clinic
 * will look at those it could not count. `signed_out`, `refused` (the session's token is not this page's) and
 * `not_sent`: nothing is known to have arrived; the same operations can be pushed again, as often as needed.
 */
export type Outcome = "sent" | "received" | "signed_out" | "refused" | "not_sent";

interface Receipt {
  readonly op_id: string;
  readonly content_hash: string;
  readonly status: string;
}

const waitMs = 20_000;

/** Posts operations and reads their receipts. Never throws. */
export async function push(operations: readonly Operation[], target: Target): Promise<Outcome> {
  try {
    const response = await post(operations, target);
    if (response.status === 401) return "signed_out";
    if (response.status === 403) return "refused";
    if (!response.ok) return "not_sent";
    return outcome(operations, await response.json());
  } catch {
    return "not_sent";
  }
}

function post(operations: readonly Operation[], target: Target): Promise<Response> {
  return fetch(target.url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": target.csrf },
    body: JSON.stringify(message(operations, target)),
    signal: AbortSignal.timeout(waitMs),
  });
}

function message(operations: readonly Operation[], { account, deviceId }: Target) {
  // The cursor asks for nothing back: the page is read anew from the server.
  const asks = { account, device_id: deviceId, cursor: Number.MAX_SAFE_INTEGER };
  return { ...asks, sent_at: new Date().toISOString(), ops: operations };
}

function outcome(operations: readonly Operation[], answer: { receipts: readonly Receipt[] }): Outcome {
  const found = new Map(answer.receipts.map((receipt) => [receipt.op_id, receipt]));
  const receipts = operations.map((sent) => {
    const receipt = found.get(sent.op_id);
    return receipt?.content_hash === sent.content_hash ? receipt : undefined;
  });
  if (receipts.some((receipt) => receipt === undefined)) return "not_sent";
  return receipts.every((receipt) => receipt?.status !== "quarantined") ? "sent" : "received";
}
