import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Mergeable, merge } from "../src/sync/merge.ts";

interface Trace {
  readonly name: string;
  readonly operations: readonly Mergeable[];
  readonly entries: Record<string, { top: string; retracted: boolean; conflict: boolean; revision: number }>;
}

const { traces }: { traces: Trace[] } = JSON.parse(readFileSync("../tests/core/merge_traces.json", "utf8"));

function plain(operations: Iterable<Mergeable>) {
  const entries = [...merge(operations)].map(([entryId, { top, retracted, conflict }]) => [
    entryId,
    { top: top.op_id, retracted, conflict, revision: top.base_rev + 1 },
  ]);
  return Object.fromEntries(entries);
}

const operations = fc.uniqueArray(
  fc.record({
    op_id: fc.uuid(),
    entry_id: fc.constantFrom("a", "b", "c"),
    kind: fc.constantFrom("create", "amend", "retract"),
    base_rev: fc.nat(4),
  }) as fc.Arbitrary<Mergeable>,
  { selector: (operation) => operation.op_id, maxLength: 12 },
);

test("every trace of the common corpus makes the entries that the server makes of it", () => {
  expect(traces.length).toBeGreaterThan(100);
  for (const trace of traces)
    expect({ [trace.name]: plain(trace.operations) }).toEqual({ [trace.name]: trace.entries });
});

test("the order and number of deliveries change nothing", () => {
  fc.assert(
    fc.property(operations, fc.infiniteStream(fc.nat()), (said, chance) => {
      const weighed = [...said, ...said].map((operation) => ({
        operation,
        at: chance.next().value as number,
      }));
      const delivered = weighed.sort((one, other) => one.at - other.at).map(({ operation }) => operation);
      expect(plain(delivered)).toEqual(plain(said));
    }),
  );
});

test("merging what was merged changes nothing, and nothing said is missing from the history", () => {
  fc.assert(
    fc.property(operations, (said) => {
      const histories = [...merge(said).values()].flatMap((entry) => entry.history);
      expect(plain(histories)).toEqual(plain(said));
      expect(new Set(histories)).toEqual(new Set(said));
    }),
  );
});

test("taking back never beats what another device said on the same revision", () => {
  fc.assert(
    fc.property(operations, (said) => {
      for (const { top, history } of merge(said).values()) {
        const rivals = history.filter((operation) => operation.base_rev === top.base_rev);
        if (top.kind === "retract") expect(rivals.every((rival) => rival.kind === "retract")).toBe(true);
        expect(history.every((operation) => operation.base_rev <= top.base_rev)).toBe(true);
      }
    }),
  );
});
