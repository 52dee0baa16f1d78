import { execFileSync } from 'node:child_process';
import * as assert from 'uvu/assert';
import { rootCommandsOf } from '../../src/domain/root-commands.ts';
import type { Step } from '../../src/model/fix.ts';
import { printable } from '../../src/parse/printable.ts';
import { describe } from '../helpers/describe.ts';
import { sampleSteps } from '../helpers/plans.ts';

function writing(content: string): Step {
  return {
    kind: 'write-file',
    summary: 'Write it',
    as: 'root',
    effect: 'safe',
    undo: 'exact',
    path: '/etc/x',
    content,
    mode: 0o644,
    before: null,
  };
}

describe('commands for a shell of root', (it) => {
  it('are one line each, printable, and without sudo', () => {
    for (const line of sampleSteps.flatMap(rootCommandsOf)) {
      assert.is(printable(line), line);
      assert.not.match(line, 'sudo');
    }
  });

  it('bring the new file along', () => {
    assert.equal(rootCommandsOf(writing('a = 1\n')), [
      String.raw`printf %b 'a = 1\n' | install -D -m 644 /dev/stdin /etc/x`,
    ]);
  });

  for (const content of [
    '',
    'a\nb\n',
    'no end',
    "it's $HOME `id` %s %b",
    '\\n\\\\ \\0101',
    '\t\u001B[31m\u0000\u202Eé\u{1F600}\n',
  ]) {
    it(`write ${JSON.stringify(content)} as it is`, () => {
      const [line = ''] = rootCommandsOf(writing(content));
      assert.is(printable(line), line);
      const print = line.replace(/ \| install .*$/u, '');
      assert.is(execFileSync('/bin/sh', ['-c', print], { encoding: 'utf8' }), content);
    });
  }
});
