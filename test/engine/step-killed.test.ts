import { chmod, mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import process from 'node:process';
import * as assert from 'uvu/assert';
import { takeBack } from '../../src/domain/undo.ts';
import { readRuns } from '../../src/engine/runs.ts';
import { facts } from '../../src/facts/index.ts';
import type { RepairStep, Step } from '../../src/model/fix.ts';
import { journalEntry } from '../../src/model/journal-schema.ts';
import { describe } from '../helpers/describe.ts';
import { PLACE, type RunOptions, stepHost, type StepHost } from '../helpers/step-host.ts';

/** One kind of step, on a host that it changes. */
interface Kind {
  readonly name: string;
  /** Makes the host what it is before. */
  readonly prepare: (host: StepHost) => Promise<unknown>;
  readonly step: (host: StepHost) => RepairStep;
  readonly options?: (host: StepHost) => RunOptions;
  /** What it leaves when it is taken back, of which the undo says that it is `none` or `equivalent`. */
  readonly leaves?: RegExp;
}

const base = { summary: 'Do it', as: 'root', effect: 'safe', undo: 'exact' } as const;

/** `mark` is a place to be killed at within a program. */
const SYSTEMCTL = `
[ "$1" = --user ] && shift
v=$1; shift; for u; do :; done
case $v in
  is-enabled) [ -e "$D/state/enabled.$u" ] && echo enabled || { echo disabled; exit 1; } ;;
  is-active) [ -e "$D/state/active.$u" ] ;;
  enable) >"$D/state/enabled.$u" ;;
  start) >"$D/state/active.$u" ;;
  disable) rm -f "$D/state/enabled.$u" ;;
  stop) rm -f "$D/state/active.$u" ;;
esac`;

const LOGINCTL = `
case $1 in
  show-user) [ -e "$D/state/linger" ] && echo yes || echo no ;;
  enable-linger) >"$D/state/linger" ;;
  disable-linger) rm -f "$D/state/linger" ;;
esac`;

const SYSCTL = 'for a; do :; done; f=$(echo "${a%%=*}" | tr . /); echo "${a#*=}" >"$D/sys/$f"';

const MODPROBE = `
for m; do :; done
case $1 in -r) rmdir "$D/modules/$m" ;; *) /bin/mkdir -p "$D/modules/$m" ;; esac`;

const USERMOD = `
while [ $# -gt 1 ]; do
  o=$1 r=$2; shift 2
  f=\${o#--???-} f=$D/etc/\${f%s} l=alice:\${r%-*}:$((\${r#*-} - \${r%-*} + 1))
  case $o in
    --add-*) echo "$l" >>"$f"; mark ;;
    --del-*) grep -vx "$l" "$f" >"$D/x"; cp "$D/x" "$f"; mark ;;
  esac
done`;

/** Two packages, the second of which is not there yet when it is killed in between. */
const APT_GET = `
case " $* " in
  *' -s '*' remove '*) for p; do case $p in uidmap | libsubid4) echo "Remv $p [1]" ;; esac; done ;;
  *' -s '*) for p in uidmap libsubid4; do grep -qx $p "$D/state/packages" || echo "Inst $p (1)"; done ;;
  *' remove '*) for p; do sed -i "/^$p$/d" "$D/state/packages"; mark; done ;;
  *' install '*) for p in libsubid4 uidmap; do grep -qx $p "$D/state/packages" || echo $p >>"$D/state/packages"; mark; done ;;
esac`;

const file = (host: StepHost, given: object): RepairStep => ({
  ...base,
  kind: 'write-file',
  path: host.path('etc/a/b/x.conf'),
  content: 'new text\n'.repeat(50),
  mode: 0o644,
  before: null,
  ...given,
});

const subids = (files: readonly ('subuid' | 'subgid')[]): RepairStep => ({
  ...base,
  kind: 'allocate-subids',
  undo: 'equivalent',
  user: 'alice',
  start: 165_536,
  count: 65_536,
  files,
});

async function idFiles(host: StepHost): Promise<void> {
  for (const name of ['subuid', 'subgid']) await host.write(`etc/${name}`, 'bob:100000:65536\n');
}

const KINDS: readonly Kind[] = [
  { name: 'a new file', prepare: () => Promise.resolve(), step: (host) => file(host, {}) },
  {
    name: 'a file that is replaced',
    prepare: (host) => host.write('etc/x.conf', 'old\n', 0o640),
    step: (host) => file(host, { path: host.path('etc/x.conf'), before: 'old\n' }),
  },
  {
    name: "a file of the user's",
    prepare: (host) => mkdir(host.path('home')),
    step: (host) => file(host, { as: 'user', path: host.path('home/.config/containers/x.json') }),
    options: () => ({ sudo: 'never' }),
    leaves: /^home\/\.local/u,
  },
  {
    name: 'a mode',
    prepare: (host) => host.write('etc/subuid', 'a:1:1\n', 0o600),
    step: (host) => ({
      ...base,
      kind: 'set-mode',
      path: host.path('etc/subuid'),
      mode: 0o644,
      before: 0o600,
    }),
  },
  {
    name: 'a kernel key',
    prepare: async (host) => {
      await host.write('sys/user/max_user_namespaces', '0\n');
      await host.stub('sysctl', SYSCTL);
    },
    step: (host) => ({
      ...base,
      kind: 'sysctl',
      key: 'user.max_user_namespaces',
      value: '28633',
      valueBefore: '0',
      path: host.path('etc/sysctl.d/99-zz-podready.conf'),
      content: 'user.max_user_namespaces = 28633\n',
      before: null,
    }),
  },
  {
    name: 'a module',
    prepare: async (host) => {
      await mkdir(host.path('modules'));
      await host.stub('modprobe', MODPROBE);
    },
    step: (host) => ({
      ...base,
      kind: 'load-module',
      undo: 'equivalent',
      module: 'tun',
      path: host.path('etc/modules-load.d/podready-tun.conf'),
      content: 'tun\n',
      before: null,
    }),
  },
  {
    name: 'a unit',
    prepare: async (host) => {
      await mkdir(host.path('state'));
      await host.stub('systemctl', SYSTEMCTL);
    },
    step: () => ({
      ...base,
      kind: 'enable-unit',
      manager: 'system',
      unit: 'podman.socket',
      now: true,
      before: { enabled: false, active: false },
    }),
  },
  {
    name: 'linger',
    prepare: async (host) => {
      await mkdir(host.path('state'));
      await mkdir(host.path('proc'));
      await mkdir(host.path('run/1000'), { recursive: true });
      await host.stub('loginctl', LOGINCTL);
    },
    step: () => ({ ...base, kind: 'enable-linger', user: 'alice', uid: 1000 }),
  },
  {
    name: 'packages',
    prepare: async (host) => {
      await host.write('state/packages', 'base-files\n');
      await host.stub('apt-get', APT_GET);
      await host.stub('dpkg', 'echo amd64');
      await host.stub('dpkg-query', 'sed "s/^/installed /" "$D/state/packages"');
    },
    step: () => ({
      ...base,
      kind: 'install-package',
      undo: 'equivalent',
      manager: 'apt',
      packages: ['uidmap'],
      reinstall: false,
    }),
  },
  {
    name: 'subordinate ids, by usermod',
    prepare: async (host) => {
      await idFiles(host);
      await host.stub('usermod', USERMOD);
    },
    step: () => subids(['subuid', 'subgid']),
  },
  {
    name: 'subordinate ids, where there is no usermod',
    prepare: idFiles,
    step: () => subids(['subuid', 'subgid']),
    options: ({ layout, path }) => ({
      layout: { ...layout, rootPath: `${path('bin')}:/usr/bin:/bin` },
    }),
  },
  {
    name: 'a program',
    prepare: async (host) => {
      await host.write('state/reads', 'old\n');
      await host.stub('reload', 'echo new >"$D/state/reads"');
    },
    step: () => ({ ...base, kind: 'run', undo: 'none', argv: ['reload'] }),
  },
];

/** Programs that change something, and so the moments between which nothing is changed but by the shell itself. */
const PROGRAMS = ['mkdir', 'chmod', 'chown', 'mv', 'rm', 'rmdir', 'ln'];

/** The process group of the tests, which must survive. */
async function ownGroup(): Promise<string> {
  const text = await readFile('/proc/self/stat', 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[2] ?? '';
}

/**
 * From now on every program of the step counts, and the one of this number does not run: all that runs of the
 * step is killed instead. `cut`: what was to be synced then had not reached the disk as a whole.
 */
async function arm(host: StepHost, at: number, cut: boolean): Promise<void> {
  await mkdir(host.path('real'), { recursive: true });
  const stubs = (await readdir(host.path('bin'))).filter((name) => !UNCOUNTED.includes(name));
  for (const name of stubs) await rename(host.path(`bin/${name}`), host.path(`real/${name}`));
  await host.write('killed-at', `${at}`);
  await host.write('count', '0');
  const group = await ownGroup();
  for (const name of new Set([...stubs, ...PROGRAMS])) {
    const real = stubs.includes(name) ? host.path(`real/${name}`) : `/bin/${name}`;
    const wrapper = `#!/bin/sh
D='${host.dir}'
read -r _ _ _ _ g _ <"/proc/$$/stat"
if [ "$g" != ${group} ]; then
  read -r n <"$D/count"
  n=$((n + 1))
  echo $n >"$D/count"
  read -r k <"$D/killed-at"
  if [ $n = "$k" ]; then
    ${cut && name === 'sync' ? 'for f; do [ ! -f "$f" ] || truncate -s -5 "$f"; done' : ''}
    kill -9 0
  fi
fi
exec ${real} "$@"
`;
    await writeFile(host.path(`bin/${name}`), wrapper);
    await chmod(host.path(`bin/${name}`), 0o755);
  }
}

const UNCOUNTED = ['id', 'sudo', 'dpkg', 'dpkg-query'];

async function disarm(host: StepHost): Promise<number> {
  const count = Number(await readFile(host.path('count'), 'utf8'));
  await host.write('killed-at', 'never');
  return count;
}

/** All that is on the host, but for what keeps the test, and the journals. */
async function stateOf(host: StepHost): Promise<ReadonlyMap<string, string>> {
  const state = new Map<string, string>();
  for (const entry of await readdir(host.dir, { recursive: true, withFileTypes: true })) {
    const path = `${entry.parentPath}/${entry.name}`.slice(host.dir.length + 1);
    if (/^(?:bin|real|calls|count|killed-at|var|run)(?:\/|$)|\.local\/state/u.test(path)) continue;
    const mode = ((await stat(host.path(path))).mode & 0o7777).toString(8);
    const text = entry.isFile() ? await readFile(host.path(path), 'utf8') : entry.isDirectory();
    state.set(path, `${mode} ${text}`);
  }
  return state;
}

function differences(
  a: ReadonlyMap<string, string>,
  b: ReadonlyMap<string, string>,
  leaves = /^$/u,
): readonly string[] {
  return [...new Set([...a.keys(), ...b.keys()])]
    .filter((path) => a.get(path) !== b.get(path) && !leaves.test(path))
    .map((path) => `${path}: ${a.get(path) ?? 'not there'} / ${b.get(path) ?? 'not there'}`);
}

/** The lines of the journal; a line that was cut is none. */
async function linesOf(host: StepHost, step: Step): Promise<readonly string[]> {
  const folder = step.as === 'root' ? 'var/lib' : 'home/.local/state';
  const path = host.path(`${folder}/podready/journal/${PLACE.run}.ndjson`);
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line !== '');
}

/** What undo would do with what the journal says. */
async function inverseOf(host: StepHost, step: RepairStep): Promise<Step | null> {
  const lines = await linesOf(host, step);
  const printed = {
    exitCode: 0,
    stdout: [`run ${PLACE.run}.ndjson`, ...lines.map((line) => `|${line}`), ''].join('\n'),
  };
  const journal =
    step.as === 'root' ? facts.rootJournal.parse(printed) : facts.userJournal.parse(printed);
  const [run] = readRuns(
    step.as === 'root' ? { rootJournal: journal } : { userJournal: journal },
  ).runs;
  const [recorded] = run?.steps ?? [];
  if (recorded === undefined) return null;
  const taken = takeBack({ step, index: 0, seen: recorded.seen }, { run: PLACE.run, named: true });
  return 'step' in taken ? taken.step : null;
}

interface Undisturbed {
  readonly before: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
  readonly moments: number;
}

/** On a host of its own; the socket of the user's manager is there all the time. */
async function onHost<Value>(kind: Kind, body: (host: StepHost) => Promise<Value>): Promise<Value> {
  await using host = await stepHost();
  await host.stub('mark', ':');
  await kind.prepare(host);
  let bus: Server | undefined;
  if (kind.name === 'linger') bus = createServer().listen(host.path('run/1000/bus'));
  try {
    return await body(host);
  } finally {
    bus?.close();
  }
}

function undisturbed(kind: Kind, undo: boolean): Promise<Undisturbed> {
  return onHost(kind, async (host) => {
    const step = kind.step(host);
    const options = kind.options?.(host);
    if (undo) assert.is((await host.run(step, options)).status, 'done');
    const tested = undo ? await inverseOf(host, step) : step;
    const before = await stateOf(host);
    await arm(host, -1, false);
    assert.ok(tested !== null, JSON.stringify(await linesOf(host, step)));
    assert.is((await host.run(tested, options)).status, 'done');
    return { before, after: await stateOf(host), moments: await disarm(host) };
  });
}

/** Paths differ from host to host, so states are compared on one. */
async function killedAt(
  kind: Kind,
  moment: number,
  how: 'again' | 'undo',
  cut: boolean,
  clean: Undisturbed,
): Promise<void> {
  const where = `${kind.name}: killed at ${moment}${cut ? ', cut' : ''}, then ${how}`;
  await onHost(kind, async (host) => {
    const step = kind.step(host);
    const options = kind.options?.(host);
    await arm(host, moment, cut);
    const killed = await host.run(step, options);
    await disarm(host);
    assert.is(killed.status, 'lost', where);
    const state = await stateOf(host);
    for (const [path, text] of state) {
      const isOurs = /\/\.podready-/u.test(path);
      const isWhole = clean.before.get(path) === text || clean.after.get(path) === text;
      const isFile = text.includes(' ') && !text.endsWith(' true');
      if (isFile && /^(?:etc|home)\/(?!sub)/u.test(path))
        assert.ok(isOurs || isWhole, `${where}: ${path} is half written`);
    }
    const lines = await linesOf(host, step);
    const begun = lines.some((line) => isBegin(line));
    const changed = differences(clean.before, state, kind.leaves).filter(
      (one) => !/^etc\/\S*\.podready-/u.test(one),
    );
    assert.ok(
      begun || changed.length === 0,
      `${where}: changed, and not in the journal: ${changed.join()}`,
    );
    const inverse = how === 'undo' ? await inverseOf(host, step) : step;
    const wanted = how === 'undo' && inverse !== null ? clean.before : clean.after;
    const result = await host.run(inverse ?? step, options);
    assert.ok(['done', 'already'].includes(result.status), `${where}: ${JSON.stringify(result)}`);
    assert.equal(differences(wanted, await stateOf(host), kind.leaves), [], where);
  });
}

function isBegin(line: string): boolean {
  try {
    return journalEntry.parse(JSON.parse(line)).event === 'begin';
  } catch {
    return false;
  }
}

async function undoKilledAt(
  kind: Kind,
  moment: number,
  cut: boolean,
  clean: Undisturbed,
): Promise<void> {
  const where = `undo of ${kind.name}: killed at ${moment}${cut ? ', cut' : ''}`;
  await onHost(kind, async (host) => {
    const step = kind.step(host);
    const options = kind.options?.(host);
    await host.run(step, options);
    const inverse = await inverseOf(host, step);
    if (inverse === null) return;
    await arm(host, moment, cut);
    assert.is((await host.run(inverse, options)).status, 'lost', where);
    await disarm(host);
    const result = await host.run(inverse, options);
    assert.ok(['done', 'already'].includes(result.status), `${where}: ${JSON.stringify(result)}`);
    assert.equal(differences(clean.after, await stateOf(host), kind.leaves), [], where);
  });
}

/** Every third moment; which recovery, and whether the disk lost something, takes turns. All: each in every way. */
const ALL = process.env['PODREADY_TEST_KILLED'] === 'all';

function momentsOf({ moments }: Undisturbed): readonly number[] {
  return Array.from({ length: moments }, (_, at) => at + 1).filter((at) => ALL || at % 3 === 0);
}

describe('a step that is killed before it runs a program', (it) => {
  for (const kind of KINDS) {
    it(`is finished, or taken back: ${kind.name}`, async () => {
      const clean = await undisturbed(kind, false);
      assert.ok(clean.moments > 2, `${clean.moments} moments`);
      const ways = [
        ['again', true],
        ['undo', false],
        ['again', false],
        ['undo', true],
      ] as const;
      const runs = momentsOf(clean).flatMap((moment) =>
        ways
          .filter((_, way) => ALL || way === (moment / 3) % 4)
          .map(
            ([how, cut]) =>
              () =>
                killedAt(kind, moment, how, cut, clean),
          ),
      );
      await sideBySide(runs);
    });
  }
});

describe('an undo that is killed before it runs a program', (it) => {
  for (const kind of KINDS.filter(({ name }) => name !== 'a program')) {
    it(`is finished: ${kind.name}`, async () => {
      const clean = await undisturbed(kind, true);
      assert.ok(clean.moments > 2, `${clean.moments} moments`);
      const runs = momentsOf(clean).flatMap((moment) =>
        [true, false]
          .filter((cut) => ALL || cut === (moment % 2 === 0))
          .map((cut) => () => undoKilledAt(kind, moment, cut, clean)),
      );
      await sideBySide(runs);
    });
  }
});

/** They wait for processes more than they compute. */
async function sideBySide(runs: readonly (() => Promise<void>)[]): Promise<void> {
  const rest = [...runs];
  const worker = async (): Promise<void> => {
    for (let next = rest.shift(); next !== undefined; next = rest.shift()) await next();
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
}
