import { readFile, rm } from 'node:fs/promises';
import * as assert from 'uvu/assert';
import type { InstallPackageStep, PackageManager } from '../../src/model/fix.ts';
import { describe } from '../helpers/describe.ts';
import { PLACE, stepHost, type StepHost } from '../helpers/step-host.ts';

function install(manager: PackageManager, reinstall = false): InstallPackageStep {
  return {
    kind: 'install-package',
    summary: 'Install uidmap',
    as: 'root',
    effect: 'safe',
    undo: 'equivalent',
    manager,
    packages: ['uidmap'],
    reinstall,
  };
}

async function calls(host: StepHost): Promise<readonly string[]> {
  const text = await readFile(host.path('calls'), 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => /^(?:apt-get|dnf|zypper|pacman|apk) (?!-Qq|info)/u.test(line));
}

const SIMULATED = /-s|--assumeno|--dry-run|--print|--simulate/u;

/** What the simulation of each manager prints when a package would come, and when one would go. */
const ANSWERS: Readonly<
  Record<PackageManager, { readonly adds: string; readonly removes: string; readonly code: number }>
> = {
  apt: { adds: 'Inst uidmap (1:4.17.4-2 Debian:13 [amd64])', removes: 'Remv shadow [1]', code: 0 },
  dnf: {
    adds: 'Installing:\n uidmap\nOperation aborted.',
    removes: 'Removing:\n x\nOperation aborted.',
    code: 1,
  },
  zypper: {
    adds: 'The following NEW package is going to be installed:',
    removes: 'The following package is going to be REMOVED:',
    code: 0,
  },
  pacman: { adds: 'uidmap-1-1', removes: 'x will be removed', code: 0 },
  apk: { adds: '(1/1) Installing shadow-uidmap (4.17)', removes: '(1/2) Purging x (1)', code: 0 },
};

const PROGRAMS: Readonly<Record<PackageManager, string>> = {
  apt: 'apt-get',
  dnf: 'dnf',
  zypper: 'zypper',
  pacman: 'pacman',
  apk: 'apk',
};

describe('install-package', (it) => {
  for (const manager of Object.keys(PROGRAMS) as PackageManager[]) {
    const program = PROGRAMS[manager];
    const { adds, removes, code } = ANSWERS[manager];
    const stub = (text: string): string =>
      `case " $* " in *" -s "* | *assumeno* | *dry-run* | *--print* | *simulate*) echo "${text}"; exit ${code} ;; esac\n` +
      'env >"$D/environment"';

    for (const reinstall of [false, true]) {
      it(`${program}: simulates, then ${reinstall ? 'installs again' : 'installs'}`, async () => {
        await using host = await stepHost();
        await host.stub(program, stub(adds));
        const result = await host.run(install(manager, reinstall));
        assert.is(result.status, 'done', JSON.stringify(result));
        const [first = '', second = '', ...rest] = await calls(host);
        assert.match(first, SIMULATED);
        assert.not.match(second, /--assumeno|--dry-run|--print|--simulate/u);
        assert.ok(second.endsWith(' uidmap'), second);
        assert.equal(rest, []);
        assert.match(await readFile(host.path('environment'), 'utf8'), /^NEEDRESTART_MODE=l$/mu);
      });
    }

    it(`${program}: refuses when something would be removed`, async () => {
      await using host = await stepHost();
      await host.stub(program, stub(`${adds}\n${removes}`));
      const result = await host.run(install(manager));
      assert.is(result.status, 'refused');
      assert.is((await calls(host)).length, 1);
    });
  }

  it('finds an installed package done', async () => {
    await using host = await stepHost();
    await host.stub('apt-get', 'echo "uidmap is already the newest version (1:4.17.4-2)."');
    assert.is((await host.run(install('apt'))).status, 'already');
  });

  it('fetches the lists when a package is not known, and says so when it stays unknown', async () => {
    await using host = await stepHost();
    await host.stub('apt-get', 'echo "E: Unable to locate package uidmap"; exit 100');
    const result = await host.run(install('apt'));
    assert.is(result.because, 'apt-get cannot provide uidmap');
    assert.equal(
      (await calls(host)).map((call) => /update|install/u.exec(call)?.[0]),
      ['install', 'update', 'install'],
    );
    assert.match(result.output, /Unable to locate/);
  });

  it('does not believe apt-get when the installed version cannot be had', async () => {
    await using host = await stepHost();
    await host.stub(
      'apt-get',
      'echo "Reinstallation of uidmap is not possible, it cannot be downloaded."',
    );
    assert.is((await host.run(install('apt', true))).status, 'failed');
  });

  it('waits for the lock of somebody else', async () => {
    await using host = await stepHost();
    await host.stub('sleep', 'true');
    await host.stub(
      'pacman',
      'case "$*" in *--print*) echo uidmap; exit 0 ;; esac\n' +
        'echo x >>"$D/tries"; [ "$(wc -l <"$D/tries")" -gt 3 ] || { echo "error: unable to lock database"; exit 1; }',
    );
    assert.is((await host.run(install('pacman'))).status, 'done');
  });

  it('gives up on a lock that stays', async () => {
    await using host = await stepHost();
    await host.stub('sleep', 'true');
    await host.stub('pacman', 'echo "error: unable to lock database"; exit 1');
    const result = await host.run(install('pacman'));
    assert.match(result.because ?? '', /held the lock .* for 60 s/);
  });
});

describe('install-package by apt-get after dpkg was killed', (it) => {
  const APT_GET = `
case " $* " in
  *' -s '*)
    [ -e "$D/configured" ] || { echo "E: dpkg was interrupted, you must manually run 'sudo dpkg --configure -a' to correct the problem."; exit 100; }
    echo 'Inst uidmap (1)' ;;
esac`;
  const DPKG = 'case $* in *--configure*) >"$D/configured" ;; *) echo amd64 ;; esac';
  const hostWith = async (): Promise<StepHost> => {
    const host = await stepHost();
    await host.stub('apt-get', APT_GET);
    await host.stub('dpkg', DPKG);
    await host.stub('dpkg-query', 'echo installed base-files');
    return host;
  };
  const EARLIER = { ...PLACE, run: '20260101T000000Z-aaaaaa' };

  it('lets dpkg go on when that was a run of ours', async () => {
    await using host = await hostWith();
    await host.stub('apt-get', 'case " $* " in *" -s "*) echo Inst uidmap ;; *) kill -9 0 ;; esac');
    assert.is((await host.run(install('apt'), { place: EARLIER })).status, 'lost');
    await host.stub('apt-get', APT_GET);
    assert.is((await host.run(install('apt'))).status, 'done');
    const text = await readFile(host.path('calls'), 'utf8');
    assert.match(text, /^dpkg --force-confdef --force-confold --configure -a$/mu);
  });

  it('leaves that to whom it belongs when our last one came to its end', async () => {
    await using host = await hostWith();
    await host.write('configured', '');
    assert.is((await host.run(install('apt'), { place: EARLIER })).status, 'done');
    await rm(host.path('configured'));
    const result = await host.run(install('apt'));
    assert.is(result.status, 'failed');
    assert.match(result.output, /dpkg was interrupted/u);
    assert.not.match(await readFile(host.path('calls'), 'utf8'), /--configure/u);
  });
});
