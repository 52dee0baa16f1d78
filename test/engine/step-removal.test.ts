import { readFile } from 'node:fs/promises';
import * as assert from 'uvu/assert';
import type { InstallPackageStep, PackageManager, Step } from '../../src/model/fix.ts';
import { journalEntry } from '../../src/model/journal-schema.ts';
import { describe } from '../helpers/describe.ts';
import { PLACE, stepHost, type StepHost } from '../helpers/step-host.ts';

const base = { summary: 'Do it', as: 'root', effect: 'safe', undo: 'equivalent' } as const;

const install: InstallPackageStep = {
  ...base,
  kind: 'install-package',
  manager: 'apt',
  packages: ['passt'],
  reinstall: false,
};

function remove(manager: PackageManager, ...packages: readonly [string, ...string[]]): Step {
  return { ...base, kind: 'remove-packages', manager, packages };
}

/** Packages are lines of a file; what is asked for comes with `libx`, of the host's own architecture. */
async function aptHost(): Promise<StepHost> {
  const host = await stepHost();
  await host.write('packages', 'installed bash\ninstalled liby:i386\nconfig-files gone\n');
  await host.stub('dpkg', 'echo amd64');
  await host.stub('dpkg-query', 'cat "$D/packages"');
  await host.stub(
    'apt-get',
    `for a; do :; done
    case "$*" in
      -s*install*) echo "Inst $a" ;;
      *install*) printf 'installed libx:amd64\\ninstalled %s\\n' "$a" >>"$D/packages" ;;
      -s*remove*) while [ "$1" != remove ]; do shift; done; shift; for p; do echo "Remv $p [1]"; done ;;
      *remove*)
        while [ "$1" != remove ]; do shift; done; shift
        for p; do grep -v -e "installed $p\\$" -e "installed $p:amd64" "$D/packages" >"$D/x"; cat "$D/x" >"$D/packages"; done ;;
    esac`,
  );
  return host;
}

async function lastSeen(host: StepHost): Promise<string> {
  const text = await readFile(host.path(`var/lib/podready/journal/${PLACE.run}.ndjson`), 'utf8');
  const [last = ''] = text.trimEnd().split('\n').slice(-1);
  return journalEntry.parse(JSON.parse(last)).seen;
}

async function calls(host: StepHost, name: string): Promise<readonly string[]> {
  const text = await readFile(host.path('calls'), 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line.startsWith(`${name} `));
}

describe('install-package', (it) => {
  it('tells the journal what came with it, and nothing that was there', async () => {
    await using host = await aptHost();
    const result = await host.run(install);
    assert.is(result.status, 'done', JSON.stringify(result));
    assert.is(await lastSeen(host), 'installed=libx,passt');
  });

  it('also tells what came before it failed', async () => {
    await using host = await aptHost();
    await host.stub(
      'apt-get',
      'case "$*" in -s*) echo "Inst x" ;; *) echo "installed libx:amd64" >>"$D/packages"; exit 100 ;; esac',
    );
    assert.is((await host.run(install)).status, 'failed');
    assert.is(await lastSeen(host), 'installed=libx');
  });

  it('tells nothing when it does not know what was there', async () => {
    await using host = await aptHost();
    await host.stub('dpkg-query', 'exit 1');
    assert.is((await host.run(install)).status, 'done');
    assert.is(await lastSeen(host), '');
  });
});

describe('remove-packages', (it) => {
  it('removes exactly what came, once, and never what is no longer needed', async () => {
    await using host = await aptHost();
    await host.run(install);
    const step = remove('apt', 'libx', 'passt', 'never-there');
    const result = await host.run(step);
    assert.is(result.status, 'done', JSON.stringify(result));
    const [simulated, removed, ...more] = (await calls(host, 'apt-get')).slice(-2);
    assert.equal(more, []);
    assert.match(simulated ?? '', /-s -o APT::Get::AutomaticRemove=false remove libx passt$/u);
    assert.match(removed ?? '', /-o APT::Get::AutomaticRemove=false remove libx passt$/u);
    assert.is(
      await readFile(host.path('packages'), 'utf8'),
      'installed bash\ninstalled liby:i386\nconfig-files gone\n',
    );
    assert.is((await host.run(step)).status, 'already');
  });

  it('is refused when anything else would go', async () => {
    await using host = await aptHost();
    await host.run(install);
    await host.stub(
      'apt-get',
      'echo "Remv passt [1]"; echo "Remv podman [5]"; echo "Remv libx [1]"',
    );
    const result = await host.run(remove('apt', 'libx', 'passt'));
    assert.equal(
      [result.status, result.because],
      ['refused', 'apt-get would also remove or replace podman'],
    );
  });

  it('is refused where the manager itself refuses: rpm and pacman remove nothing more', async () => {
    for (const [manager, program] of [
      ['dnf', 'rpm'],
      ['zypper', 'rpm'],
      ['pacman', 'pacman'],
    ] as const) {
      await using host = await stepHost();
      await host.stub(
        program,
        'case "$*" in -q*|-Q*) echo passt ;; *--test*|*--print*) echo "passt is needed by podman"; exit 1 ;; *) echo ran >"$D/ran" ;; esac',
      );
      const result = await host.run(remove(manager, 'passt'));
      assert.is(result.status, 'refused', JSON.stringify(result));
      assert.match(result.because ?? '', /something else needs them/u);
      assert.is(await readFile(host.path('ran'), 'utf8').catch(() => null), null);
    }
  });

  it('removes by rpm, pacman and apk as well', async () => {
    for (const [manager, program, call] of [
      ['dnf', 'rpm', 'rpm -e passt'],
      ['pacman', 'pacman', 'pacman -R --noconfirm passt'],
      ['apk', 'apk', 'apk --wait 60 del passt'],
    ] as const) {
      await using host = await stepHost();
      await host.stub(
        program,
        'case "$*" in -q*|-Q*|info) [ -e "$D/gone" ] || echo passt ;; *--test*|*--print*) ;; *--simulate*) echo "(1/1) Purging passt (1-r0)" ;; *) >"$D/gone" ;; esac',
      );
      const result = await host.run(remove(manager, 'passt'));
      assert.is(result.status, 'done', JSON.stringify(result));
      assert.ok((await calls(host, program)).includes(call), call);
    }
  });

  it('says what stayed', async () => {
    await using host = await stepHost();
    await host.stub(
      'apk',
      'case "$*" in info) echo passt ;; *--simulate*) echo "(1/1) Purging passt (1-r0)" ;; esac',
    );
    const result = await host.run(remove('apk', 'passt'));
    assert.equal([result.status, result.because], ['failed', 'still installed: passt']);
  });
});
