/** Every error text that podready knows: recognised, whatever differs from host to host. */
import * as assert from 'uvu/assert';
import { NEEDS_OF_TARGET } from '../src/model/need.ts';
import { checks } from '../checks/index.ts';
import { symptomMatcher } from '../src/domain/symptom-match.ts';
import { isChecked } from '../src/model/symptom.ts';
import { symptoms } from '../symptoms/index.ts';
import { describe } from './helpers/describe.ts';

const match = symptomMatcher(symptoms);

/** Rows of the fault catalogue that print nothing: there is no text by which to find them. */
const SILENT = ['F015', 'F020', 'F042', 'F046', 'F156', 'F169'];

type Values = Readonly<Record<string, string>>;

const ONE: Values = {
  path: '/home/alice/a1',
  user: 'alice',
  number: '1000',
  id: '8f3c5a1be2d74c60a9b1',
  version: '4.3.1',
  name: 'web',
};

const OTHER: Values = {
  path: '/srv/data/björk/x-17',
  user: 'svc_build',
  number: '70412',
  id: 'b7e19d02c4af5566778899aabbccddeeff00112233445566778899aabbccddee',
  version: '5.4.2-rc1',
  name: 'registry.example.org',
};

function filled(text: string, values: Values): string {
  return text.replaceAll(/\{(?<name>[a-z]+)\}/gu, (_, name: string) => values[name] ?? '');
}

/** Also what the text itself has of numbers, versions and directories. */
function elsewhere(text: string): string {
  return filled(text, OTHER)
    .replaceAll(/\/usr\/(?:local\/)?(?:s?bin|libexec|lib)\//gu, '/opt/tools/')
    .replaceAll(/(?<=\/run\/user\/)\d+/gu, '4711')
    .replaceAll(/\bv\d+(?:\.\d+)+\b/gu, 'v9.8.7')
    .replaceAll(/\b127\.0\.0\.\d+\b/gu, '10.1.2.3');
}

/** As a terminal of 80 columns shows it, broken at spaces. */
function wrapped(text: string): string {
  return text.replaceAll(/(.{1,79})(?: |$)/gu, '$1\n');
}

/** As a terminal of 80 columns shows it, broken anywhere. */
function folded(text: string): string {
  return text.replaceAll(/.{80}/gu, '$&\n');
}

const NOISE = [
  'Trying to pull docker.io/library/alpine:latest...',
  'Getting image source signatures',
  'Copying blob 4abcf2066143 done',
];

const WAYS: readonly (readonly [string, (text: string) => string])[] = [
  ['as it is', (text) => filled(text, ONE)],
  ['with other ids, paths, users and versions', elsewhere],
  ['wrapped at 80 columns', (text) => wrapped(`Error: ${filled(text, ONE)}`)],
  ['broken at 80 columns', (text) => folded(`Error: ${elsewhere(text)}`)],
  ['among other lines', (text) => [...NOISE, `Error: ${filled(text, ONE)}`, ''].join('\n')],
  [
    'in a line of a log',
    (text) =>
      `time="2026-01-02T03:04:05+01:00" level=error msg="${filled(text, OTHER).replaceAll('"', String.raw`\"`)}"`,
  ],
  ['in colours', (text) => `\u001B[31m${filled(text, ONE)}\u001B[0m`],
];

/** A first line tells a text from those that begin alike only where it has come to the difference. */
function firstLine(text: string): string {
  return wrapped(`Error: ${filled(text, ONE)}`).split('\n')[0] ?? '';
}

describe('every text of a symptom', (it) => {
  for (const { id, texts, isVague } of symptoms) {
    it(id, () => {
      for (const text of texts) {
        for (const [way, change] of WAYS) {
          const isAmongContainers = way !== 'among other lines' || isVague !== true;
          if (!isAmongContainers) continue;
          const [first] = match(change(text));
          assert.is(first?.symptom.id, id, `${way}: ${change(text)}`);
        }
        const cut = match(firstLine(text)).map(({ symptom }) => symptom.id);
        assert.ok(cut.includes(id), `first line: ${firstLine(text)}: ${cut.join(', ')}`);
      }
    });
  }
});

describe('every symptom', (it) => {
  it('has an id of its own', () => {
    const ids = symptoms.map(({ id }) => id);
    assert.equal(ids, [...new Set(ids)]);
    assert.equal(
      ids.filter((id) => !/^[a-z]+(?:-[a-z\d]+)*$/u.test(id)),
      [],
    );
  });

  it('names checks and messages that exist', () => {
    const wrong = symptoms.flatMap(({ id, causes }) =>
      causes.filter(isChecked).flatMap(({ check, messageId }) => {
        const found = checks.find(({ meta }) => meta.id === check);
        if (found === undefined) return [`${id}: no check ${check}`];
        const isKnown = messageId === undefined || messageId in found.meta.messages;
        return isKnown ? [] : [`${id}: ${check} has no message ${messageId}`];
      }),
    );
    assert.equal(wrong, []);
  });

  it('names a cause once, in a sentence', () => {
    for (const { id, title, causes } of symptoms) {
      const keys = causes.map((cause) =>
        isChecked(cause) ? `${cause.check} ${cause.messageId ?? ''}` : cause.byHand,
      );
      assert.equal(keys, [...new Set(keys)], id);
      const said = causes.flatMap((cause) =>
        isChecked(cause) ? [cause.because] : [cause.because, cause.byHand],
      );
      assert.equal(
        said.filter((text) => !/^\S.*\.$|…$/u.test(text)),
        [],
        id,
      );
      assert.not.match(title, /\.$/u);
    }
  });

  it('names rows of the catalogue, in order', () => {
    for (const { id, covers } of symptoms) {
      assert.ok(
        covers.every((row) => /^F\d{3}$/u.test(row)),
        id,
      );
      assert.equal(covers, [...new Set(covers)].toSorted(), id);
    }
  });

  it('uses the placeholders that are documented', () => {
    const used = symptoms.flatMap(({ texts }) =>
      texts.flatMap((text) =>
        [...text.matchAll(/\{(?<name>[a-z]+)\}/gu)].map((one) => one[1] ?? ''),
      ),
    );
    assert.equal(
      used.filter((name) => !(name in ONE)),
      [],
    );
  });
});

describe('symptoms and checks', (it) => {
  it('know every fault that prints something', () => {
    const known = new Set([...SILENT, ...symptoms.flatMap(({ covers }) => covers)]);
    const missing = checks.flatMap(({ meta }) => meta.covers.filter((row) => !known.has(row)));
    assert.equal(missing, []);
  });

  it('agree: a check of a fault is among the causes of its texts', () => {
    // What another Podman would no longer do is no cause of what this one says.
    const ofThisPodman = checks.filter(
      ({ meta }) => !meta.needs.every((need) => NEEDS_OF_TARGET.has(need)),
    );
    const apart = ofThisPodman.flatMap(({ meta }) =>
      meta.covers
        .filter((row) => !SILENT.includes(row))
        .filter((row) => {
          const causes = symptoms
            .filter(({ covers }) => covers.includes(row))
            .flatMap((symptom) => symptom.causes.filter(isChecked));
          return !causes.some(({ check }) => check === meta.id);
        })
        .map((row) => `${row} ${meta.id}`),
    );
    assert.equal(apart, []);
  });
});

describe('what is no error of containers', (it) => {
  const unrelated: Readonly<Record<string, string>> = {
    'a listing':
      'total 24\ndrwxr-xr-x 2 root root 4096 Jan  2 03:04 bin\n-rw-r--r-- 1 root root 220 a.txt',
    'a missing file': "ls: cannot access 'notes.txt': No such file or directory",
    'a closed directory': "ls: cannot open directory '/root': Permission denied",
    'a compiler':
      'main.c:3:10: fatal error: stdio.h: No such file or directory\ncompilation terminated.',
    git: 'fatal: not a git repository (or any of the parent directories): .git',
    npm: 'npm ERR! code E404\nnpm ERR! 404 Not Found - GET https://registry.npmjs.org/nothing',
    python:
      'Traceback (most recent call last):\n  File "a.py", line 1, in <module>\nKeyError: \'x\'',
    apt: 'Reading package lists... Done\nBuilding dependency tree... Done\n0 upgraded, 0 newly installed',
    systemd: 'Started Session 12 of User alice.\nsession-12.scope: Deactivated successfully.',
    'a web server':
      '10.0.0.1 - - [02/Jan/2026:03:04:05 +0000] "GET / HTTP/1.1" 200 612 "-" "curl/8.5"',
    prose: 'The quick brown fox jumps over the lazy dog, and the server returns the list of users.',
    'a word': 'error',
    numbers: '1000 65536 4.3.1 0xdeadbeef',
    'nothing that is a word': '!!! ---',
  };
  for (const [name, text] of Object.entries(unrelated)) {
    it(name, () => {
      assert.equal(
        match(text).map(({ symptom }) => symptom.id),
        [],
      );
    });
  }
});
