import { spawnSync } from 'node:child_process';
import * as assert from 'uvu/assert';
import { checks } from '../../checks/index.ts';
import { fixes } from '../../fixes/index.ts';
import { facts } from '../../src/facts/index.ts';
import { PRELUDE } from '../../src/gather/prelude.ts';
import type { Fact, ProbeFact } from '../../src/model/fact.ts';
import { describe } from '../helpers/describe.ts';

const PROBES: ReadonlyMap<string, string> = new Map(
  Object.values<Fact>(facts).flatMap((fact) =>
    fact.as === 'client' ? [] : [[fact.id, fact.probe] as const],
  ),
);
const DEEP: ReadonlySet<string> = new Set(
  Object.values<Fact>(facts).flatMap((fact) =>
    fact.as !== 'client' && fact.deep === true ? [fact.id] : [],
  ),
);

/** Commands that change a host, in the place of a command word. */
const CHANGES =
  /(?:^|[;&|(`{]|\b(?:then|do|else)\b)\s*(?:sudo\s+)?(?:rm|mv|cp|ln|mkdir|rmdir|touch|tee|truncate|install|chmod|chown|chgrp|setfacl|setcap|mount|umount|insmod|rmmod|useradd|usermod|groupadd|loginctl\s+(?:enable|disable|terminate|kill)\S*|systemctl(?:\s+-\S+)*\s+(?:start|stop|restart|reload|enable|disable|mask|unmask|edit|set-property|daemon-reload|reset-failed)|sysctl\s+(?:-w|-p|--system)|apt-get|apt|dnf|yum|zypper|podman|crun|runc|buildah|skopeo)(?=\s|$)(?!\s*[|)])/mu;

/** Output goes nowhere, to another descriptor, or is read back: never into a file. */
const REDIRECTIONS = /(?<!<)>>?\s*(?<to>[^\s;|)]+)/gu;
const HARMLESS = /^(?:&\d|&-|\/dev\/null$)/u;

describe('probes', (it) => {
  it('are many', () => {
    assert.ok(PROBES.size > 50);
  });

  it('change nothing: no command that could, no output into a file', () => {
    for (const [id, text] of [...PROBES, ['prelude', PRELUDE] as const]) {
      if (DEEP.has(id)) continue;
      const bare = withoutStrings(text);
      assert.not.match(bare, CHANGES, `${id} has a command that changes something`);
      for (const { groups } of bare.matchAll(REDIRECTIONS)) {
        const to = groups?.['to'] ?? '';
        assert.ok(HARMLESS.test(to), `${id} writes to ${to}`);
      }
    }
  });

  it('do not read what the awk that frames will print', () => {
    for (const [id, text] of PROBES) {
      const word = String.raw`(?<!systemctl )\bshow(?:_all|_tree)?\b`;
      assert.not.match(text, new RegExp(String.raw`\$\(\s*${word}`, 'u'), id);
      assert.not.match(text, new RegExp(String.raw`${word} [^\n;]*[^|]\|[^|]`, 'u'), id);
    }
  });

  it('start containers only for outcomes, as the user, and never beside others', () => {
    assert.equal([...DEEP], ['outcomes']);
    const { as, deep, shares } = facts.outcomes as ProbeFact<'outcomes', unknown>;
    assert.equal([as, deep, shares], ['user', true, undefined]);
    for (const { requires, consults = [] } of fixes) {
      assert.ok(![...requires, ...consults].some((id: string) => DEEP.has(id)));
    }
    for (const { meta, requires, consults = [] } of checks) {
      const isOutcome = requires.some((id) => DEEP.has(id));
      assert.is(isOutcome, meta.area === 'outcome', meta.id);
      assert.ok(!consults.some((id) => DEEP.has(id)), meta.id);
    }
  });

  it('load no kernel module: modprobe only says what it would do', () => {
    for (const [id, text] of PROBES) {
      for (const [call] of text.matchAll(/modprobe\s+-\S+/gu)) {
        assert.match(call, /-\S*n/u, `${id}: ${call}`);
      }
    }
  });

  it('are POSIX sh to a shell that only parses them', () => {
    for (const [id, text] of PROBES) {
      const { status, stderr } = spawnSync('sh', ['-n'], { input: text, encoding: 'utf8' });
      assert.is(status, 0, `${id}: ${stderr}`);
    }
  });
});

/** Without comments, and without what stands in quotes: awk programs and patterns are no redirections. */
function withoutStrings(text: string): string {
  return text
    .replaceAll(/^\s*#.*$/gmu, '')
    .replaceAll(/'[^']*'/gu, "''")
    .replaceAll(/"(?:[^"\\$]|\\.)*"/gu, '""');
}
