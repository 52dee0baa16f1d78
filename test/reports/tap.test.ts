import fc from 'fast-check';
import { Parser, type Result } from 'tap-parser';
import * as assert from 'uvu/assert';
import { tap } from '../../reports/tap.ts';
import type { Report } from '../../src/model/report.ts';
import { describe } from '../helpers/describe.ts';
import { hostileReport, hostileText, REPORTS } from '../helpers/report-samples.ts';
import { sampleReport } from '../helpers/reports.ts';

interface Consumed {
  readonly ok: boolean;
  /** Lines that are no TAP, and other complaints. */
  readonly strange: readonly string[];
  readonly points: readonly Point[];
  readonly children: readonly (readonly Point[])[];
}

/** What a consumer makes of it. In strict mode it also refuses what is no TAP. */
function consume(report: Report): Consumed {
  const strange: string[] = [];
  const children: Point[][] = [];
  const points: Point[] = [];
  const parser = new Parser({ strict: true });
  parser.on('extra', (text: string) => strange.push(text));
  parser.on('assert', (point: Result) => points.push(pointOf(point)));
  parser.on('child', (child: Parser) => {
    const own: Point[] = [];
    children.push(own);
    child.on('extra', (text: string) => strange.push(text));
    child.on('assert', (point: Result) => own.push(pointOf(point)));
  });
  parser.end(tap.render(report));
  const { results } = parser;
  assert.ok(results);
  strange.push(...results.failures.filter(isComplaint).map((one) => JSON.stringify(one)));
  return { ok: results.ok, strange, points, children };
}

function isComplaint(failure: object): boolean {
  return 'tapError' in failure && failure.tapError !== null;
}

type Point = readonly [state: 'ok' | 'not ok' | 'todo' | 'skip', name: string];

function pointOf({ ok, name, todo, skip }: Result): Point {
  if (todo !== false) return ['todo', name];
  if (skip !== false) return ['skip', name];
  return [ok ? 'ok' : 'not ok', name];
}

describe('tap report', (it) => {
  it('has a test point for every host, and one below for every check', () => {
    const { ok, strange, points, children } = consume(sampleReport);
    assert.equal(strange, []);
    assert.not.ok(ok);
    assert.equal(points, [
      ['not ok', 'alice@web1'],
      ['not ok', 'web2: could not be looked at: tcp: connection refused'],
      ['ok', 'web3'],
    ]);
    assert.equal(children, [
      [
        ['ok', 'cgroup-version'],
        ['not ok', 'subuid-range: User has too few subordinate uids'],
        ['not ok', 'userns-attempt: A user namespace cannot map the ranges of the user'],
        ['not ok', 'storage-driver: The storage driver copies every layer'],
        ['todo', 'short-names'],
        ['todo', 'published-port'],
        ['skip', 'selinux-mode'],
      ],
      [['ok', 'cgroup-version']],
    ]);
  });

  for (const [name, passes] of [
    ['healthy', true],
    ['broken', false],
    ['undecided', false],
    ['partly unreachable', false],
    ['the same host twice', false],
  ] as const) {
    it(`${passes ? 'passes' : 'fails'} when it is ${name}`, () => {
      const { ok, strange } = consume(REPORTS[name] as Report);
      assert.equal(strange, []);
      assert.is(ok, passes);
    });
  }

  it('is not ok for a host of which nothing was looked at', () => {
    const [host] = (REPORTS['healthy'] as Report).hosts;
    assert.ok(host);
    const { points } = consume({ ...sampleReport, hosts: [{ ...host, results: [] }] });
    assert.equal(points, [['not ok', 'alice@web1']]);
  });

  it('is the same plan and points whatever a host says', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const { ok, strange, points, children } = consume(hostileReport(text));
        assert.equal(strange, []);
        assert.not.ok(ok);
        assert.equal(
          points.map(([state]) => state),
          ['not ok', 'not ok'],
        );
        assert.equal(
          children.map((own) => own.map(([state]) => state)),
          [['not ok', 'todo', 'not ok', 'todo', 'skip', 'ok', 'todo']],
        );
      }),
    );
  });
});
