import { createHash } from 'node:crypto';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { checks } from '../../checks/index.ts';
import { html } from '../../reports/html.ts';
import { STAGE_OF_CHECK } from '../../reports/html/path-picture.ts';
import { POLICY } from '../../reports/html/policy.ts';
import { SCRIPT } from '../../reports/html/script.ts';
import { STYLE } from '../../reports/html/style.ts';
import type { HostReport, IdMap } from '../../src/model/report.ts';
import { describe } from '../helpers/describe.ts';
import { hostReport, report, result, rootCause, sampleReport } from '../helpers/reports.ts';

const plain = { color: 0, width: 80, verbose: false } as const;
const about = (id: string) =>
  id === 'subuid-range'
    ? { description: 'Why it matters.', references: ['https://example.org/subuid'] as const }
    : undefined;

function page(...hosts: readonly HostReport[]): string {
  return html.render(report(...hosts), { ...plain, about });
}

const [broken = hostReport(), unreached = hostReport(), fine = hostReport()] = sampleReport.hosts;

describe('html report of a host', (it) => {
  it('opens on the verdict and its story', () => {
    const text = textOf(page(broken));
    assert.match(text, 'alice@web1 is not ready for rootless Podman');
    assert.match(text, '1 thing is in the way. 1 thing may cause trouble later. 1 more finding');
    assert.ok(text.indexOf('is not ready') < text.indexOf('too few subordinate uids'));
  });

  it('says of a root cause how it shows, what it means, how it is repaired and where to read on', () => {
    const text = textOf(page(broken));
    assert.match(text, 'alice has no entry in /etc/subuid.');
    assert.match(text, /\/etc\/subuid:1\s+Found\s+bob:100000:65536\s+Expected\s+an entry/u);
    assert.match(text, 'Why it matters.');
    assert.match(text, 'https://example.org/subuid');
    assert.match(text, 'podready fix --only subid-allocation alice@web1');
    assert.match(text, 'sudo usermod --add-subuids 165536-231071 alice');
  });

  it('has the rest: what follows, what is unknown, notes, what passed and what does not apply', () => {
    const text = textOf(page(broken));
    for (const one of [
      /What follows.*userns-attempt.*Only one id could be mapped/u,
      /Could not be decided.*nft list ruleset needs root/u,
      /Notes.*registries\.conf names no search registries/u,
      /Passed 1 check/u,
      /Does not apply 1 check.*the kernel has no SELinux/u,
    ]) {
      assert.match(text.replaceAll(/\s+/gu, ' '), one);
    }
  });

  it('quotes the host in a command, and names none for this machine', () => {
    const cause = rootCause({ fixes: ['a-fix'] });
    const odd = textOf(page(hostReport({ host: 'a b', rootCauses: [cause] })));
    assert.match(odd, "podready fix --only a-fix 'a b'");
    const here = textOf(page(hostReport({ host: 'laptop', gathered: LOCAL, rootCauses: [cause] })));
    assert.match(here, 'podready fix --only a-fix');
    assert.not.match(here, 'a-fix laptop');
  });

  it('says at which step a host could not be reached, and what to do', () => {
    const text = textOf(page(unreached));
    assert.match(text, 'web2 could not be looked at');
    assert.match(text, 'tcp: connection refused');
    assert.match(text, 'is sshd running there?');
  });

  it('says no more than was asked', () => {
    const rendered = html.render(report(fine), { ...plain, narrowed: true, next: 'podready x' });
    assert.match(textOf(rendered), 'web3 passed the selected checks');
    assert.match(textOf(rendered), 'podready x');
  });
});

/** How this machine is looked at. */
const LOCAL = {
  at: '2026-01-02T03:04:05.678Z',
  transport: 'local',
  milliseconds: 100,
  execs: 1,
  privilege: 'none',
};

describe('path of a connection', (it) => {
  const stages = (host: HostReport): readonly string[] =>
    [...page(host).matchAll(/<circle class="station (?<tone>[a-z]+)"/gu)].map(
      ({ groups }) => groups?.['tone'] ?? '',
    );

  it('is red where the first link is broken', () => {
    const results = [
      result({ check: 'ssh-login', area: 'ssh' }),
      result({ check: 'sshd-available', area: 'ssh' }),
      result({ check: 'podman-socket', area: 'socket', status: 'fail' }),
      result({ check: 'podman-service', area: 'socket', severity: 'warning', status: 'fail' }),
      result({ check: 'podman-api', area: 'socket', status: 'unknown' }),
    ];
    const host = hostReport({ results });
    assert.equal(stages(host), ['good', 'good', 'good', 'bad', 'warn', 'unknown']);
    assert.match(textOf(page(host)), /socket broken\s+podman-socket/u);
  });

  it('does not count notes, nor who is told nothing', () => {
    const results = [
      result({ check: 'podman-socket', area: 'socket', status: 'fail', severity: 'info' }),
      result({ check: 'podman-api', area: 'socket', status: 'not-applicable' }),
      result({ check: 'container-host', area: 'socket', status: 'fail' }),
    ];
    const seen = stages(hostReport({ results }));
    assert.equal(seen, ['good', 'none', 'none', 'none', 'none', 'none']);
  });

  it('knows the checks that it names', () => {
    const ids = new Set<string>(checks.map(({ meta }) => meta.id));
    assert.equal(
      Object.keys(STAGE_OF_CHECK).filter((id) => !ids.has(id)),
      [],
    );
  });

  it('ends where a host could not be reached', () => {
    assert.equal(stages(unreached), ['good', 'bad', 'none', 'none', 'none', 'none']);
    const error = { step: 'shell', message: 'no shell', hint: '' } as const;
    assert.equal(stages({ ...unreached, error }), ['good', 'good', 'bad', 'none', 'none', 'none']);
  });

  it('begins on the host for who asks from there, and is not there for who does not ask', () => {
    assert.is(stages(hostReport({ gathered: LOCAL, needs: ['run', 'api'] })).length, 3);
    assert.is(stages(hostReport({ gathered: LOCAL, needs: ['run'] })).length, 0);
  });
});

describe('cause graph', (it) => {
  it('connects a root cause with what follows from it', () => {
    const rendered = page(broken);
    assert.match(rendered, 'From subuid-range follows userns-attempt');
    assert.is(rendered.split('class="curve"').length - 1, 1);
  });

  it('is not drawn where nothing follows', () => {
    assert.not.match(page(fine), 'class="curve"');
  });
});

describe('map of ids', (it) => {
  const mine: IdMap = {
    map: [
      { inside: 0, outside: 1000, count: 1 },
      { inside: 1, outside: 100_000, count: 65_536 },
    ],
    others: [],
    othersLeftOut: 0,
  };
  const bob = { kind: 'range', owner: 'bob', start: 150_000, count: 65_536 } as const;

  it('draws ids of the host and of containers, once where both kinds are alike', () => {
    const rendered = page(hostReport({ ids: { uids: mine, gids: mine } }));
    assert.match(rendered, '>100000–165535<');
    assert.match(rendered, '>1–65536<');
    assert.match(
      textOf(rendered),
      'containers of alice have 65,537 ids; nobody else has any of them',
    );
    assert.not.match(rendered, 'Group ids');
    const gids = { ...mine, others: [bob] };
    assert.match(page(hostReport({ ids: { uids: mine, gids } })), 'Group ids');
  });

  it('shows an overlap, and who it is with', () => {
    const clashing = { ...mine, others: [bob] };
    const rendered = page(hostReport({ ids: { uids: clashing, gids: clashing } }));
    assert.match(rendered, 'class="clash"');
    assert.match(textOf(rendered), 'bob has some of them too');
    assert.match(rendered, '<td>150000–165535</td><td>15,536</td><td>alice and bob (overlap)</td>');
    assert.match(rendered, '<td>50001–65536</td>', 'what it is in containers');
  });

  it('shows a gap between ranges, and no overlap where ranges touch', () => {
    const beside = { ...mine, others: [{ ...bob, start: 165_536 }] };
    const rendered = page(hostReport({ ids: { uids: beside, gids: beside } }));
    assert.not.match(rendered, 'class="clash"');
    assert.match(rendered, '<td>1001–99999</td><td>98,999</td><td>nobody</td>');
    assert.is(rendered.split('class="gap"').length - 1, 1);
  });

  it('shows the ids that images need and the user lacks', () => {
    const few = { ...mine, map: mine.map.slice(0, 1) };
    const rendered = page(hostReport({ ids: { uids: few, gids: few } }));
    assert.match(rendered, '1–65534 missing');
  });
});

describe('html report of many hosts', (it) => {
  const rendered = page(broken, unreached, fine);

  it('counts the verdicts', () => {
    const text = textOf(rendered).replaceAll(/\s+/gu, ' ');
    assert.match(text, '1 of 3 hosts is ready');
    assert.match(text, '1 not ready 0 not sure 1 not reached 1 ready');
  });

  it('has a row for each host, the broken first, and a column for each check that says something', () => {
    const table = /<table id="matrix">.*?<\/table>/su.exec(rendered)?.[0] ?? '';
    const rows = [...table.matchAll(/<th scope="row"><a href="#(?<id>h\d)-">(?<host>[^<]*)</gu)];
    assert.equal(
      rows.map(({ groups }) => groups?.['host']),
      ['alice@web1', 'web2', 'web3'],
    );
    const columns = [...table.matchAll(/<th scope="col" class="check">.*?>(?<id>[\w-]+)<\/a>/gu)];
    assert.equal(
      columns.map(({ groups }) => groups?.['id']),
      ['subuid-range', 'storage-driver', 'userns-attempt', 'published-port', 'short-names'],
    );
    const cells = /<tr data-about="alice .*?<\/tr>/su.exec(table)?.[0].match(/<td class=\w+>\w+/gu);
    assert.equal(cells, [
      '<td class=bad>error',
      '<td class=warn>warning',
      '<td class=bad>error',
      '<td class=unknown>unknown',
      '<td class=note>note',
    ]);
  });

  it('says once what a check means, and for each host what was found there', () => {
    assert.is(rendered.split('Why it matters.').length - 1, 1);
    assert.match(rendered, 'id="h1-check-subuid-range"');
    assert.match(textOf(rendered), 'Root cause on 1 host: alice@web1');
  });

  it('says which hosts could not be looked at, and why', () => {
    const text = textOf(rendered).replaceAll(/\s+/gu, ' ');
    assert.match(text, 'Nothing answers at the address of the host 1 of 3 hosts tcp');
    assert.match(text, 'Not reached: 1 host: web2');
  });

  it('is not green without a host', () => {
    assert.not.match(page(), 'class="top good"');
  });
});

describe('waivers and the baseline', (it) => {
  it('are said with the failure, and loudly when one has ended', () => {
    const waiver = {
      name: 'legacy',
      reason: 'moves next year',
      owner: 'ops',
      expires: '2026-01-01',
      timeZone: 'UTC',
      daysLeft: -1,
      state: 'expired',
    } as const;
    const host = hostReport({ results: [result({ check: 'a', status: 'fail', waiver })] });
    const inUse = { ...waiver, checks: ['a'], hosts: ['*'], use: 'used' } as const;
    const rendered = html.render({ ...report(host), waivers: [inUse] }, plain);
    const text = textOf(rendered);
    assert.match(text, 'Waiver “legacy” expired at the end of 2026-01-01 (UTC); owner: ops');
    assert.match(text, /Waivers and baseline.*what it waived counts/u);
    assert.not.match(textOf(page(fine)), 'Waivers and baseline');
  });
});

describe('html document', (it) => {
  it('may only do what its policy says, which has the hashes of its style and its script', () => {
    for (const [kind, text] of [
      ['style', STYLE],
      ['script', SCRIPT],
    ] as const) {
      const hash = createHash('sha256').update(text).digest('base64');
      assert.ok(POLICY.includes(`${kind}-src 'sha256-${hash}'`), `${kind}: sha256-${hash}`);
      assert.ok(page(fine).includes(`<${kind}>${text}</${kind}>`), `${kind} is as it was hashed`);
    }
  });

  it('has ids that are there once, and links that lead to them', () => {
    for (const rendered of [page(broken), page(broken, unreached, fine)]) {
      const ids = [...rendered.matchAll(/ id="(?<id>[^"]*)"/gu)].map(
        ({ groups }) => groups?.['id'],
      );
      assert.equal(ids.toSorted(), [...new Set(ids)].toSorted());
      for (const { groups } of rendered.matchAll(/href="#(?<id>[^"]*)"/gu)) {
        assert.ok(ids.includes(groups?.['id']), groups?.['id']);
      }
    }
  });

  it('has its headings in order, and one of the first level', () => {
    for (const rendered of [page(broken), page(broken, unreached, fine), page(unreached)]) {
      const levels = [...rendered.matchAll(/<h(?<level>\d)>/gu)].map(({ groups }) =>
        Number(groups?.['level']),
      );
      assert.is(levels.filter((level) => level === 1).length, 1);
      for (const [at, level] of levels.entries()) {
        assert.ok(level <= (levels[at - 1] ?? 0) + 1, `${levels.join(' ')} at ${at}`);
      }
    }
  });

  it('is the same markup whatever a host says', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', minLength: 1 }), nasty), (hostile) => {
        const harmless = 'x'.repeat(hostile.length);
        for (const many of [false, true]) {
          assert.is(skeleton(saying(hostile, many)), skeleton(saying(harmless, many)));
        }
      }),
      { numRuns: 40 },
    );
  });
});

const nasty = fc.constantFrom(
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'><svg/onload=alert(1)>",
  '</style></title><!--',
  'javascript:alert(1)',
  '&lt;b&gt;&#60;b',
  '\u202Egnp.exe\u0000',
);

/** A report in which every text is this one. */
function saying(text: string, many: boolean): string {
  const evidence = [{ kind: 'file', where: text, line: 1, found: text, expected: text }] as const;
  const findings = [{ messageId: 'x', message: text, data: {}, evidence }];
  const failed = {
    status: 'fail',
    title: text,
    findings,
    commands: [text],
    fixes: [text],
  } as const;
  const ids: IdMap = {
    map: [{ inside: 0, outside: 1, count: 9 }],
    others: [{ kind: 'range', owner: text, start: 20, count: 70_000 }],
    othersLeftOut: 0,
  };
  const host = hostReport({
    host: text,
    user: text,
    machine: { os: text, kernel: text, architecture: text, podman: text, virtualization: text },
    ids: { uids: ids, gids: ids },
    results: [
      result({ ...failed, check: text, area: 'subid' }),
      result({ ...failed, check: 'b', explainedBy: text }),
      result({ check: 'c', status: 'unknown', because: text, title: text }),
    ],
    rootCauses: [
      rootCause({
        check: text,
        message: text,
        evidence,
        explains: ['b'],
        commands: [text],
        fixes: [text],
      }),
    ],
  });
  const error = { step: 'auth', message: text, hint: text } as const;
  const lost = hostReport({ host: text, error, gathered: null, machine: null });
  return page(...(many ? [host, lost] : [host]));
}

/** Tags with the names of their attributes; fails on anything that is neither a tag nor text. */
function skeleton(rendered: string): string {
  const body = rendered.replace(STYLE, '').replace(SCRIPT, '').replace('<!DOCTYPE html>', '');
  const rest = body.replaceAll(TAG, '');
  assert.not.match(rest, /[<>]/u);
  return [...body.matchAll(TAG)]
    .map(([tag]) => tag.replaceAll(/="[^"]*"/gu, ''))
    .join('')
    .replaceAll(/\s+/gu, ' ');
}

const TAG = /<\/?[a-z][a-zA-Z\d]*(?:\s+[a-zA-Z\d-]+(?:="[^"<>]*"|=[a-z]+)?)*\s*\/?>/gu;

/** What a person reads. */
function textOf(rendered: string): string {
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return rendered
    .replace(STYLE, '')
    .replace(SCRIPT, '')
    .replaceAll(TAG, ' ')
    .replaceAll(/&(?<name>[a-z]+);/gu, (_, name: string) => entities[name] ?? '')
    .replaceAll(/[ \n]+/gu, ' ');
}
