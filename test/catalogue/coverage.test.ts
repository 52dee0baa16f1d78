/** The catalogue of faults, the checks and the lab name each other rightly, and nothing is claimed that is not there. */
import * as assert from 'uvu/assert';
import { checks } from '../../checks/index.ts';
import { generateCoverage } from '../../scripts/generate-coverage.ts';
import { coverageOf, totalsOf } from '../../scripts/lib/coverage.ts';
import { faults } from '../lab/faults/index.ts';
import { describe } from '../helpers/describe.ts';
import { catalogue } from './faults.ts';
import { peers, unasked } from './peers.ts';
import { otherHosts } from './other-hosts.ts';

const KNOWN = new Set<string>(catalogue.map(({ id }) => id));

function coversOf(check: string): readonly string[] {
  return checks.find(({ meta }) => meta.id === check)?.meta.covers ?? [];
}

function notCovered(check: string, covers: readonly string[]): readonly string[] {
  const own = coversOf(check);
  return covers.filter((id) => !own.includes(id));
}

function unknownRows(covers: readonly string[]): readonly string[] {
  return covers.filter((id) => !KNOWN.has(id));
}

describe('the catalogue of faults', (it) => {
  it('has every row once, in order', () => {
    const ids = catalogue.map(({ id }) => id);
    assert.is(ids.length, 152);
    assert.equal(ids, [...new Set(ids)].toSorted());
    for (const id of ids) assert.match(id, /^F\d{3}$/);
  });

  it('says in one sentence what is wrong, and no two alike', () => {
    const sentences = catalogue.map(({ wrong }) => wrong);
    assert.equal(sentences, [...new Set(sentences)]);
    for (const one of sentences) assert.not.match(one, /\.$|\n/);
  });

  it('leaves out no row that something finds', () => {
    const covering = [...checks.map(({ meta }) => meta), ...faults, ...otherHosts];
    for (const { id, outOfScope } of catalogue) {
      if (outOfScope === undefined) continue;
      const finders = covering.filter(({ covers }) => covers.includes(id));
      assert.equal(finders, [], `${id} is found, so it is not out of scope`);
    }
  });
});

describe('covers', (it) => {
  it('of every check names rows of the catalogue, each once', () => {
    for (const { meta } of checks) {
      assert.equal(unknownRows(meta.covers), [], meta.id);
      assert.equal(meta.covers, [...new Set(meta.covers)].toSorted(), meta.id);
    }
  });

  // What another check than the expected one finds is not proven by the fault.
  it('of every fault of the lab names rows that the expected check covers', () => {
    for (const { id, covers, expect } of faults) {
      assert.equal(unknownRows(covers), [], id);
      assert.equal(notCovered(expect.check, covers), [], `not covered by ${expect.check}: ${id}`);
    }
  });

  it('of every other host names rows that the expected check covers', () => {
    for (const { id, covers, expect } of otherHosts) {
      assert.equal(notCovered(expect.check, covers), [], `not covered by ${expect.check}: ${id}`);
    }
  });
});

describe('coverage', (it) => {
  const row = { id: 'F001', wrong: 'It is broken' } as const;
  const check = { meta: { id: 'check', covers: ['F001'] } };
  const lab = { id: 'injected', covers: ['F001'] };
  const other = { id: 'other', covers: ['F001'] };

  it('claims no proof where there is none', () => {
    const [one] = coverageOf({ catalogue: [row], checks: [check], lab: [], others: [] });
    assert.equal(one, {
      fault: 'F001',
      wrong: 'It is broken',
      checks: ['check'],
      proof: 'none yet',
      lab: [],
      others: [],
    });
  });

  it('prefers the real host to text, and names both', () => {
    const both = coverageOf({ catalogue: [row], checks: [], lab: [lab], others: [other] })[0];
    assert.is(both?.proof, 'lab');
    assert.equal([both?.lab, both?.others], [['injected'], ['other']]);
    const facts = coverageOf({ catalogue: [row], checks: [], lab: [], others: [other] })[0];
    assert.is(facts?.proof, 'facts');
  });

  it('counts what is out of scope apart', () => {
    const beyond = { ...row, id: 'F002', outOfScope: 'An option of a container.' } as const;
    const open = { ...row, id: 'F003' } as const;
    const rows = coverageOf({
      catalogue: [row, beyond, open],
      checks: [check],
      lab: [lab],
      others: [],
    });
    assert.equal(totalsOf(rows), {
      faults: 3,
      withCheck: 1,
      withoutCheck: 1,
      proofs: { lab: 1, facts: 0, 'none yet': 1, 'out-of-scope': 1 },
    });
  });
});

describe('the page', (it) => {
  const page = generateCoverage().get('docs/coverage.md') ?? '';
  const sections = new Map(
    page
      .split(/^## /mu)
      .slice(1)
      .map((text) => [/^.*/u.exec(text)?.[0] ?? '', text] as const),
  );
  const rowsIn = (section: string): readonly string[] =>
    [...(sections.get(section) ?? '').matchAll(/^\| (?<id>F\d{3}) /gmu)].map(
      (match) => match.groups?.['id'] ?? '',
    );

  it('lists every fault once: found, not covered yet, or out of scope', () => {
    const parts = ['Faults that are found', 'Not covered yet', 'Out of scope'].map(rowsIn);
    assert.equal(parts.flat().toSorted(), [...KNOWN]);
    const found = parts[0] ?? [];
    assert.ok(found.every((id) => checks.some(({ meta }) => meta.covers.includes(id))));
  });

  it('asks every question of other tools', () => {
    const asked = sections.get('What other tools ask') ?? '';
    for (const { asks } of [...peers, unasked].flatMap((group) => group.rows))
      assert.match(asked, `| ${asks} |`);
  });
});

describe('the questions of other tools', (it) => {
  const rows = [...peers, unasked].flatMap((group) => group.rows);

  it('are asked once', () => {
    const ids = rows.flatMap((one) => one.ids);
    assert.equal(ids, [...new Set(ids)]);
    const texts = rows.map(({ asks }) => asks);
    assert.equal(texts, [...new Set(texts)]);
  });

  it('are answered by checks that exist, or have a reason', () => {
    const known = new Set<string>(checks.map(({ meta }) => meta.id));
    for (const { asks, checks: named = [], leftOut } of rows) {
      assert.equal(
        named.filter((id) => !known.has(id)),
        [],
        asks,
      );
      assert.ok(named.length > 0 || leftOut !== undefined, asks);
    }
  });
});
