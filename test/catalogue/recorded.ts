/**
 * Faults of hosts that the lab does not boot: other distributions, kernels and releases of Podman. Each is what the probes
 * print there, in the format of the programs and versions named, and what podready must say of it.
 */
import type { FactId } from '../../src/facts/index.ts';
import type { NeedName } from '../../src/model/need.ts';

export interface RecordedHost {
  readonly id: string;
  /** Rows of the fault catalogue. */
  readonly covers: readonly [string, ...string[]];
  /** Whose output it is. */
  readonly host: string;
  readonly needs?: readonly NeedName[];
  /** What each probe prints; with an exit code where that is not 0. */
  readonly outputs: Readonly<Partial<Record<FactId, string | Output>>>;
  readonly expect: {
    readonly check: string;
    readonly messageId: string;
    /** What the message must say of this host: a path, a version, a number. */
    readonly says: string;
  };
}

interface Output {
  readonly stdout: string;
  readonly exitCode: number;
}

export const recordedHosts: readonly RecordedHost[] = [];
