import fc from 'fast-check';
import * as assert from 'uvu/assert';
import {
  isTomlProblem,
  mergeToml,
  parseTomlFile,
  stringAt,
  stringsAt,
  type TomlProblem,
  type TomlSettings,
} from '../../src/parse/toml.ts';
import { describe } from '../helpers/describe.ts';

function settings(text: string, path = '/etc/a.conf'): TomlSettings {
  const read = parseTomlFile({ path, text });
  assert.not(isTomlProblem(read), JSON.stringify(read));
  return read as TomlSettings;
}

function problem(text: string): TomlProblem {
  const read = parseTomlFile({ path: '/etc/a.conf', text });
  assert.ok(isTomlProblem(read));
  return read;
}

describe('toml', (it) => {
  it('gives every key with its file and line', () => {
    const text =
      '\n[engine]\nruntime = "crun"\n\n[engine.runtimes]\n"kata" = ["/a", "/b"]\n[ network ]\ndns_bind_port = 54\n';
    assert.equal(
      [...settings(text)],
      [
        ['engine.runtime', { value: 'crun', file: '/etc/a.conf', line: 3 }],
        ['engine.runtimes.kata', { value: ['/a', '/b'], file: '/etc/a.conf', line: 6 }],
        ['network.dns_bind_port', { value: 54, file: '/etc/a.conf', line: 8 }],
      ],
    );
  });

  it('keeps tables in arrays as values', () => {
    const value = settings('[[registry]]\nlocation = "x"\ninsecure = true\n').get(
      'registry',
    )?.value;
    assert.equal(value, [{ location: 'x', insecure: true }]);
  });

  it('turns dates and huge integers into text', () => {
    const read = settings('day = 2026-01-02\nbig = 9223372036854775807\n');
    assert.is(typeof read.get('day')?.value, 'string');
    assert.is(read.get('big')?.value, '9223372036854775807');
  });

  it('names the line of an error', () => {
    assert.is(problem('[engine]\n\nruntime = crun\n').line, 3);
    assert.is(problem('a = 1\na = 2\n').line, 2);
    assert.ok(problem('[engine\n').message.length > 0);
    assert.not.match(problem('[engine\n').message, /\n/u);
  });

  it('lets a later file win, and appends where it says so', () => {
    const first = settings('[containers]\nannotations = ["a"]\ninit = true\n');
    const later = settings(
      '[containers]\nannotations = ["b", {append = true}]\ninit = false\n',
      '/b',
    );
    const merged = mergeToml(first, later);
    assert.equal(merged.get('containers.annotations'), { value: ['a', 'b'], file: '/b', line: 2 });
    assert.is(merged.get('containers.init')?.value, false);
    const replaced = mergeToml(
      first,
      settings('[containers]\nannotations = ["c", {append = false}]\n'),
    );
    assert.equal(replaced.get('containers.annotations')?.value, ['c']);
    const plain = mergeToml(first, settings('[containers]\nannotations = ["d"]\n'));
    assert.equal(plain.get('containers.annotations')?.value, ['d']);
    assert.equal(mergeToml(new Map(), later).get('containers.annotations')?.value, [
      'b',
      { append: true },
    ]);
  });

  it('gives strings only where there are some', () => {
    const read = settings('a = "x"\nb = ""\nc = 3\nd = ["x", 3]\n');
    assert.equal(
      ['a', 'b', 'c', 'z'].map((key) => stringAt(read, key)),
      ['x', undefined, undefined, undefined],
    );
    assert.equal(stringsAt(read, 'd'), ['x']);
    assert.is(stringsAt(read, 'a'), undefined);
  });

  it('never throws', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(
          fc.constantFrom(
            '[a]',
            '[[a]]',
            'a = 1',
            'a.b = "x"',
            '"',
            '[',
            ']',
            '{',
            '}',
            '=',
            '\n',
            "'''",
            '__proto__ = 1',
            '[__proto__]',
          ),
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (one) => {
        parseTomlFile({ path: '/x', text: one });
      }),
    );
  });
});
