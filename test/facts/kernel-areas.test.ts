import { spawnSync } from 'node:child_process';
import * as assert from 'uvu/assert';
import { account } from '../../src/facts/account.ts';
import { apparmorLoaded } from '../../src/facts/apparmor-loaded.ts';
import { apparmorProfiles } from '../../src/facts/apparmor-profiles.ts';
import { cgroup } from '../../src/facts/cgroup.ts';
import { idsInUse } from '../../src/facts/ids-in-use.ts';
import { kernelModules } from '../../src/facts/kernel-modules.ts';
import { limits } from '../../src/facts/limits.ts';
import { loginDefs } from '../../src/facts/login-defs.ts';
import { nsswitch } from '../../src/facts/nsswitch.ts';
import { podmanNamespace } from '../../src/facts/podman-namespace.ts';
import { subgid } from '../../src/facts/subgid.ts';
import { subidHelpers } from '../../src/facts/subid-helpers.ts';
import { subuid } from '../../src/facts/subuid.ts';
import { sysctlFiles } from '../../src/facts/sysctl-files.ts';
import { usernsAttempt } from '../../src/facts/userns-attempt.ts';
import { virtualization } from '../../src/facts/virtualization.ts';
import { PRELUDE } from '../../src/gather/prelude.ts';
import { PROBE_EXIT } from '../../src/model/fact.ts';
import { describe } from '../helpers/describe.ts';

/** Facts of one file or process, which may be absent or closed. */
const OF_ONE_THING = [
  subuid,
  subgid,
  loginDefs,
  nsswitch,
  podmanNamespace,
  usernsAttempt,
  apparmorProfiles,
  apparmorLoaded,
];

/** Facts that say of each part whether it is there. */
const OF_MANY = [
  idsInUse,
  subidHelpers,
  virtualization,
  cgroup,
  limits,
  sysctlFiles,
  kernelModules,
  account,
];

/** Where one of them is missing, the others still prove the probe. */
const SHELLS = [['dash'], ['bash'], ['busybox', 'ash'], ['mksh'], ['ksh']];

describe('facts of the kernel areas', (it) => {
  for (const fact of OF_ONE_THING) {
    it(`${fact.id}: absent is not denied`, () => {
      const state = (exitCode: number) => fact.parse({ stdout: '', exitCode }).state;
      assert.is(state(PROBE_EXIT.absent), 'absent');
      assert.is(state(0), 'known');
      for (const exitCode of [PROBE_EXIT.denied, PROBE_EXIT.missingTool, 1]) {
        const parsed = fact.parse({ stdout: '', exitCode });
        assert.is(parsed.state, 'unreadable');
      }
    });
  }

  for (const fact of OF_MANY) {
    it(`${fact.id}: no output is no exception`, () => {
      assert.is(fact.parse({ stdout: '', exitCode: 0 }).state, 'known');
    });
  }

  it('has probes that every shell can parse', () => {
    let tried = 0;
    for (const [program = '', ...args] of SHELLS) {
      for (const { id, probe } of [...OF_ONE_THING, ...OF_MANY]) {
        const run = spawnSync(program, [...args, '-n'], { input: PRELUDE + probe });
        if (run.error !== undefined) continue;
        tried += 1;
        assert.is(run.status, 0, `${program}: ${id}: ${run.stderr.toString()}`);
      }
    }
    assert.ok(tried > 0, 'there was a shell to try');
  });

  it('takes an account from a live probe', () => {
    const script = `PR_HOME=$1 HOME=$1\n${PRELUDE}\n${account.probe}`;
    const home = process.cwd();
    const run = spawnSync('/bin/sh', ['-s', home], { input: script });
    const state = account.parse({ stdout: run.stdout.toString(), exitCode: run.status ?? 1 });
    assert.ok(state.state === 'known' && state.value.isDirectory && state.value.home === home);
  });
});
