import type { CatalogueFault } from '../../test/catalogue/faults.ts';

/** How it is known that podready finds a fault. */
export const PROOFS = ['lab', 'facts', 'none yet', 'out-of-scope'] as const;

export type Proof = (typeof PROOFS)[number];

/** One row of docs/coverage.json. */
export interface FaultCoverage {
  readonly fault: string;
  readonly wrong: string;
  readonly checks: readonly string[];
  readonly proof: Proof;
  /** Faults of the lab that make it on a real host. */
  readonly lab: readonly string[];
  /** Hosts of test/catalogue/other-hosts.ts that have it. */
  readonly others: readonly string[];
  readonly outOfScope?: string;
  readonly note?: string;
}

/** Something that says which rows of the catalogue it is about. */
export interface Covering {
  readonly id: string;
  readonly covers: readonly string[];
}

export interface Sources {
  readonly catalogue: readonly CatalogueFault[];
  readonly checks: readonly { readonly meta: Covering }[];
  readonly lab: readonly Covering[];
  readonly others: readonly Covering[];
}

/** Every row of the catalogue with what finds it and what proves that. */
export function coverageOf({ catalogue, checks, lab, others }: Sources): FaultCoverage[] {
  const metas = checks.map(({ meta }) => meta);
  return catalogue.map((fault) => {
    const proofs = { lab: idsFor(fault.id, lab), others: idsFor(fault.id, others) };
    return {
      fault: fault.id,
      wrong: fault.wrong,
      checks: idsFor(fault.id, metas),
      proof: proofOf(fault, proofs),
      ...proofs,
      ...(fault.outOfScope === undefined ? {} : { outOfScope: fault.outOfScope }),
      ...(fault.note === undefined ? {} : { note: fault.note }),
    };
  });
}

function idsFor(fault: string, all: readonly Covering[]): readonly string[] {
  return all.filter(({ covers }) => covers.includes(fault)).map(({ id }) => id);
}

/** A real host proves more than text does. */
function proofOf(
  { outOfScope }: CatalogueFault,
  { lab, others }: { readonly lab: readonly string[]; readonly others: readonly string[] },
): Proof {
  if (outOfScope !== undefined) return 'out-of-scope';
  if (lab.length > 0) return 'lab';
  return others.length > 0 ? 'facts' : 'none yet';
}

export interface Totals {
  readonly faults: number;
  readonly withCheck: number;
  readonly withoutCheck: number;
  readonly proofs: Readonly<Record<Proof, number>>;
}

/** What stands on top of the page. */
export function totalsOf(rows: readonly FaultCoverage[]): Totals {
  const inScope = rows.filter(({ proof }) => proof !== 'out-of-scope');
  const withCheck = inScope.filter(({ checks }) => checks.length > 0).length;
  const count = (proof: Proof): number => rows.filter((one) => one.proof === proof).length;
  return {
    faults: rows.length,
    withCheck,
    withoutCheck: inScope.length - withCheck,
    proofs: {
      lab: count('lab'),
      facts: count('facts'),
      'none yet': count('none yet'),
      'out-of-scope': count('out-of-scope'),
    },
  };
}
