import type { FactId } from '../facts/index.ts';
import { redact } from '../gather/redact.ts';
import type { Snapshot } from '../gather/snapshot.ts';

/** What another tool saw of a host, written as the probes of podready would print it. */
export type PartialFacts = Readonly<Partial<Record<FactId, string>>>;

/** A snapshot with these facts alone. What is not in it was not gathered, so it is unknown. */
export function partialSnapshot(
  facts: PartialFacts,
  { host, at }: { readonly host: string; readonly at: Date },
): Snapshot {
  return {
    schemaVersion: '1.0',
    host,
    at: at.toISOString(),
    milliseconds: 0,
    execs: 0,
    privilege: 'none',
    client: { transport: 'replay', noise: '' },
    probes: Object.fromEntries(
      Object.entries(facts).map(([id, stdout]) => [
        id,
        { status: 'done', exitCode: 0, stdout: redact(stdout), cut: false },
      ]),
    ),
  };
}
