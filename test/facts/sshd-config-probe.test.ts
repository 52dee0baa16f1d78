import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { sshdConfig } from '../../src/facts/sshd-config.ts';
import { PRELUDE } from '../../src/gather/prelude.ts';
import { describe } from '../helpers/describe.ts';

const SHELLS = (process.env['PODREADY_TEST_SHELLS'] ?? '/bin/sh').split(':');

describe('sshd-config probe', (it) => {
  it('follows Include as sshd reads it', () => {
    const dir = mkdtempSync(join(tmpdir(), 'podready-'));
    try {
      const there = ['a.conf', 'b.conf', 'c.d/1.conf', 'c.d/2.conf', 'd.conf', 'e.conf', 'f.conf'];
      mkdirSync(join(dir, 'c.d'));
      for (const name of [...there, 'not.conf']) writeFileSync(join(dir, name), 'UsePAM yes\n');
      const lines = [
        '#Include not.conf',
        '  Include not-there.conf a.conf',
        `include\t"b.conf"`,
        `INCLUDE = ${dir}/"c.d"/*.conf`,
        `Include=d.conf\r`,
        'X Include not.conf',
        "Match User x\n\tInclude 'e.conf'",
        'Include f.conf',
      ];
      writeFileSync(join(dir, 'sshd_config'), lines.join('\n'));
      const probe = sshdConfig.probe.replaceAll('/etc/ssh', dir);
      for (const shell of SHELLS) {
        const [program = '', ...args] = shell.split(' ');
        const stdout = execFileSync(program, [...args, '-c', `${PRELUDE}${probe}`], {
          env: { PATH: process.env['PATH'] ?? '' },
          encoding: 'utf8',
        });
        const read = [...stdout.matchAll(/^#= (?<path>.*)$/gmu)].map(({ groups }) =>
          groups?.['path']?.slice(dir.length + 1),
        );
        assert.equal(read, ['sshd_config', ...there], shell);
      }
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});
