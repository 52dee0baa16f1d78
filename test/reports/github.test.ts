import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { github } from '../../reports/github.ts';
import type { Report } from '../../src/model/report.ts';
import { printable } from '../../src/parse/printable.ts';
import { describe } from '../helpers/describe.ts';
import { hostileReport, hostileText, REPORTS } from '../helpers/report-samples.ts';
import { report, sampleReport } from '../helpers/reports.ts';

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** As the runner reads a line: `::name key=value,key=value::message`, then the escapes, the percent last. */
function commandOf(line: string): Command | undefined {
  const [, name, list = '', message = ''] =
    /^\s*::([^ :]+)(?: ([^]*?))?::([^]*)$/u.exec(line) ?? [];
  if (name === undefined) return undefined;
  const properties = list.split(',').map((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), unescape(pair.slice(at + 1))] as const;
  });
  return { name, properties: Object.fromEntries(properties), message: unescape(message) };
}

function unescape(text: string): string {
  return text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');
}

function commandsOf(given: Report): readonly Command[] {
  const lines = github.render(given).split('\n');
  assert.is(lines.pop(), '');
  assert.match(lines.pop() ?? '', /^podready: \d+ ready, \d+ not ready, \d+ unknown$/u);
  return lines.map((line) => {
    const command = commandOf(line);
    assert.ok(command !== undefined, `no command: ${line}`);
    return command;
  });
}

describe('github report', (it) => {
  it('annotates what nothing explains, errors first', () => {
    assert.equal(
      commandsOf(sampleReport).map(({ name, properties }) => [name, properties]),
      [
        ['error', { title: 'alice@web1: subuid-range' }],
        ['error', { title: 'web2: host-not-reached' }],
        ['warning', { title: 'alice@web1: storage-driver' }],
        ['warning', { title: 'alice@web1: published-port' }],
        ['notice', { title: 'alice@web1: short-names' }],
      ],
    );
  });

  it('says what was found, and what a person would type', () => {
    const [first, second] = commandsOf(sampleReport);
    assert.equal(first?.message.split('\n'), [
      'alice has no entry in /etc/subuid.',
      '/etc/subuid:1: found bob:100000:65536; expected an entry for alice with 65536 ids or more',
      'By hand: sudo usermod --add-subuids 165536-231071 alice',
    ]);
    assert.equal(second?.message.split('\n'), [
      'web2 could not be looked at: tcp: connection refused',
      'is sshd running there?',
    ]);
  });

  it('is an error when a check of severity error could not be decided', () => {
    assert.equal(
      commandsOf(REPORTS['undecided'] ?? report()).map(({ name }) => name),
      ['error'],
    );
    assert.equal(commandsOf(REPORTS['healthy'] ?? report()), []);
  });

  it('issues no other command whatever a host says, and loses nothing of it', () => {
    const names = commandsOf(hostileReport('x')).map(({ name }) => name);
    fc.assert(
      fc.property(hostileText, (text) => {
        const commands = commandsOf(hostileReport(text));
        assert.equal(
          commands.map(({ name }) => name),
          names,
        );
        for (const { properties, message } of commands) {
          assert.equal(Object.keys(properties), ['title']);
          assert.ok(properties['title']?.startsWith(`${printable(text)}: `));
          assert.ok(message.includes(printable(text)));
        }
      }),
    );
  });
});
