import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ociContainers } from '../../src/facts/oci-containers.ts';
import { describe } from '../helpers/describe.ts';

const OUTPUT = 'gone 901 8d2fbc3c4f6a\nalive 902 aaaa\n';

describe('ociContainers', (it) => {
  it('reads what crun has on record', () => {
    assert.equal(ociContainers.parse({ stdout: OUTPUT, exitCode: 0 }), {
      state: 'known',
      value: [
        { id: '8d2fbc3c4f6a', pid: 901, alive: false },
        { id: 'aaaa', pid: 902, alive: true },
      ],
    });
  });

  it('leaves out what is not Podman’s, such as a container of Buildah', () => {
    const run = mkdtempSync(join(tmpdir(), 'podready-'));
    try {
      for (const id of ['a'.repeat(64), 'buildah-buildah1234567890']) {
        mkdirSync(join(run, 'crun', id), { recursive: true });
        writeFileSync(join(run, 'crun', id, 'status'), '{"pid": 99999999}');
      }
      const env = { PATH: process.env['PATH'] ?? '', PR_RUN: run, PR_UID: '1000' };
      const stdout = execFileSync('/bin/sh', ['-c', ociContainers.probe], {
        env,
        encoding: 'utf8',
      });
      assert.is(stdout, `gone 99999999 ${'a'.repeat(64)}\n`);
    } finally {
      rmSync(run, { recursive: true });
    }
  });

  it('never throws, wherever the output is cut', () => {
    for (let at = 0; at <= OUTPUT.length; at += 1) {
      ociContainers.parse({ stdout: OUTPUT.slice(0, at), exitCode: 0 });
    }
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (stdout) => void ociContainers.parse({ stdout, exitCode: 0 }),
      ),
    );
  });
});
