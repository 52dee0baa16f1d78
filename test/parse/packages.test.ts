import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parsePackages } from '../../src/parse/packages.ts';
import { parseRunningContainers } from '../../src/parse/running-containers.ts';
import { describe } from '../helpers/describe.ts';

describe('parsePackages', (it) => {
  it('reads the manager and what is installed', () => {
    assert.equal(parsePackages('manager apt\n+crun\n+libstdc++6\n'), {
      manager: 'apt',
      installed: ['crun', 'libstdc++6'],
    });
  });

  it('skips the complaints of rpm, and knows no other manager', () => {
    const text = 'manager emerge\npackage crun is not installed\n+$(id)\n';
    assert.equal(parsePackages(text), { manager: null, installed: [] });
  });

  it('does not throw', () => {
    fc.assert(fc.property(fc.string(), (text) => void parsePackages(text)));
  });
});

describe('parseRunningContainers', (it) => {
  it('takes the name from the command line of conmon, else its pid', () => {
    const text = [
      'conmon 812',
      '|/usr/bin/conmon',
      '|--api-version',
      '|1',
      '|-n',
      '|web',
      'conmon 900',
      '|/usr/bin/conmon',
      '',
    ].join('\n');
    assert.equal(parseRunningContainers(text), ['web', 'process 900']);
  });

  it('is empty when none runs', () => assert.equal(parseRunningContainers(''), []));

  it('does not throw', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseRunningContainers(text)));
  });
});
