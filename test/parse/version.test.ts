import fc from 'fast-check';
import * as assert from 'uvu/assert';
import {
  compareVersions,
  isAtLeast,
  parseVersion,
  snapshotDate,
  upstreamText,
  type Version,
} from '../../src/parse/version.ts';
import { describe } from '../helpers/describe.ts';

function version(text: string): Version {
  const parsed = parseVersion(text);
  assert.ok(parsed, text);
  return parsed;
}

describe('version', (it) => {
  it('finds the version in what programs and package managers say', () => {
    const cases: [string, readonly number[], string, number][] = [
      ['podman version 5.4.2', [5, 4, 2], '', 0],
      ['podman version 4.9.4-rhel', [4, 9, 4], '', 0],
      ['podman version 5.0.0-dev', [5, 0, 0], 'dev', 0],
      ['podman version 5.0.0-rc1', [5, 0, 0], 'rc1', 0],
      ['podman version 6.0.0-dev-a1b2c3', [6, 0, 0], 'dev', 0],
      ['crun version 1.21\ncommit: 10269840', [1, 21], '', 0],
      ['runc version 1.0.0-rc93', [1, 0, 0], 'rc93', 0],
      ['runc version 1.1.5+ds1', [1, 1, 5], '', 0],
      ['conmon version 2.1.12', [2, 1, 12], '', 0],
      ['netavark 1.14.0', [1, 14, 0], '', 0],
      ['3.0.1+dfsg1-3+deb11u5', [3, 0, 1], '', 0],
      ['1:4.3.1+ds1-8+b1', [4, 3, 1], '', 1],
      ['2:1.0.0~rc93+ds1-5', [1, 0, 0], 'rc93', 2],
      ['v2.1.6', [2, 1, 6], '', 0],
      ['24.04', [24, 4], '', 0],
    ];
    for (const [text, numbers, pre, epoch] of cases) {
      const { numbers: found, pre: foundPre, epoch: foundEpoch } = version(text);
      assert.equal([found, foundPre, foundEpoch], [numbers, pre, epoch], text);
    }
  });

  it('finds none where there is none', () => {
    for (const text of ['', 'podman', 'commit: 09e31e92fa3d', 'version 5']) {
      assert.is(parseVersion(text), undefined, text);
    }
  });

  it('orders releases, their candidates and lengths', () => {
    const order = [
      '1.9',
      '2.0.0-dev',
      '2.0.0-alpha1',
      '2.0.0-beta',
      '2.0.0-rc1',
      '2.0.0-rc10',
      '2.0.0',
      '2.0.1',
      '2.10',
      '1:0.1',
    ];
    for (const [at, text] of order.entries()) {
      for (const later of order.slice(at + 1)) {
        assert.ok(compareVersions(version(text), version(later)) < 0, `${text} < ${later}`);
        assert.ok(compareVersions(version(later), version(text)) > 0, `${later} > ${text}`);
      }
    }
    assert.is(compareVersions(version('2.0'), version('2.0.0')), 0);
  });

  it('compares with a minimum by upstream numbers', () => {
    assert.ok(isAtLeast(version('1:1.14.3-1'), '1.14.3'));
    assert.not(isAtLeast(version('1.8.1'), '1.14.3'));
    assert.not(isAtLeast(version('1.14.3-rc1'), '1.14.3'));
    assert.not(isAtLeast(version('1.14.3'), 'none'));
  });

  it('reads the day of a snapshot version', () => {
    assert.is(snapshotDate('passt 0.0~git20250503.587980c-2'), 20_250_503);
    assert.is(snapshotDate('0^20240326.g4988e2b'), 20_240_326);
    assert.is(snapshotDate('pasta 2025_03_20.32f6212'), 20_250_320);
    assert.is(snapshotDate('1.2.3'), undefined);
  });

  it('writes what upstream writes', () => {
    assert.is(upstreamText(version('1:4.3.1+ds1-8+b1')), '4.3.1');
    assert.is(upstreamText(version('5.0.0-rc1')), '5.0.0-rc1');
  });

  it('never throws, and is a total order on what it reads', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.stringMatching(/^(?:\d:)?\d{1,3}(?:\.\d{1,3}){1,3}(?:-(?:rc|dev|beta)\d?)?$/u),
    );
    fc.assert(
      fc.property(texts, texts, (one, other) => {
        const [a, b] = [parseVersion(one), parseVersion(other)];
        snapshotDate(one);
        if (a === undefined || b === undefined) return;
        assert.is(Math.sign(compareVersions(a, b)) + Math.sign(compareVersions(b, a)), 0);
      }),
    );
  });
});
