import { access, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as assert from 'uvu/assert';
import { changeBody, confirmBody, rollbackBody } from '../../src/engine/guard-script.ts';
import type { GuardedStep } from '../../src/engine/guard-step.ts';
import { trialBody } from '../../src/engine/guard-trial.ts';
import type { StepRecord } from '../../src/engine/step-frames.ts';
import { readRuns } from '../../src/engine/runs.ts';
import { known } from '../../src/model/fact.ts';
import { describe } from '../helpers/describe.ts';
import { PLACE, stepHost, type StepHost } from '../helpers/step-host.ts';

const AT = { place: PLACE, rollbackRun: '20260102T030405Z-fedcba' };
const NAME = `${PLACE.run}-${PLACE.fix}-${PLACE.index}`;
const GUARD = `var/lib/podready/guard/${NAME}`;
const UNIT = `etc/systemd/system/podready-guard-${NAME}.service`;
const DROP_IN = 'etc/ssh/sshd_config.d/00-podready.conf';

/** What the system manager has enabled and started is what lies in the folder of the host. */
const SYSTEMCTL = `
v=$1; for u; do :; done
case $v in
  is-enabled) [ -e "$D/enabled.$u" ] ;;
  is-active) [ -e "$D/active.$u" ] ;;
  enable) >"$D/enabled.$u" ;;
  stop) rm -f "$D/active.$u" ;;
  start) exec /bin/sh "$D/var/lib/podready/guard/"*/rollback ;;
  kill) [ ! -e "$D/no-reload" ] ;;
  show) echo 1 ;;
esac`;

/** Runs what is tried, after it kept what the trial would see; of a timer, notes what there was before it. */
const SYSTEMD_RUN = `
case $* in
  *--on-active=60*)
    [ ! -e "$D/no-timer" ] || exit 1
    [ ! -e "$D/${DROP_IN}" ] || echo early >>"$D/calls"
    for u; do :; done
    u=\${u#--unit=}
    >"$D/active.\${u%.service}.timer"
    ;;
  *)
    cp -r "$D/volatile" "$D/tried"
    while [ "$1" != -- ]; do shift; done
    shift
    exec "$@"
    ;;
esac`;

async function guardHost(): Promise<StepHost> {
  const host = await stepHost();
  await mkdir(host.path('etc/systemd/system'), { recursive: true });
  await host.write('etc/ssh/sshd_config.d/50-cloud.conf', 'PasswordAuthentication no\n');
  await host.write('active.ssh.service', '');
  await host.write('proc/net/tcp', '');
  await host.stub('systemctl', SYSTEMCTL);
  await host.stub('systemd-run', SYSTEMD_RUN);
  await host.stub(
    'sshd',
    'grep -rq Forbidden "$D/tried" && { echo "Bad option: Forbidden"; exit 255; }; true',
  );
  await host.stub('sleep', 'true');
  return host;
}

function step(host: StepHost, given: Partial<GuardedStep> = {}): GuardedStep {
  return {
    ...{ kind: 'write-file', guard: 'sshd', as: 'root', effect: 'safe', undo: 'exact' },
    ...{ summary: 'Do it', path: host.path(DROP_IN), content: "Banner it's\n", mode: 0o644 },
    before: null,
    ...given,
  } as GuardedStep;
}

async function tried(host: StepHost, one: GuardedStep, login = false): Promise<StepRecord> {
  return await host.run(one, { body: trialBody(one, AT, login), relay: login });
}

async function changed(host: StepHost, one: GuardedStep): Promise<StepRecord> {
  return await host.run(one, { body: changeBody(one, AT) });
}

async function confirmed(host: StepHost, one: GuardedStep): Promise<StepRecord> {
  return await host.run(one, { body: confirmBody(AT) });
}

/** As the system manager does it. */
async function rollBack(host: StepHost): Promise<void> {
  await promisify(execFile)('/bin/sh', [host.path(`${GUARD}/rollback`)]);
}

async function exists(host: StepHost, name: string): Promise<boolean> {
  return await access(host.path(name)).then(
    () => true,
    () => false,
  );
}

async function assertNothingLeft(host: StepHost): Promise<void> {
  assert.equal(await readdir(host.path('etc/systemd/system')), []);
  assert.equal(await readdir(host.path('volatile')), []);
  assert.not(await exists(host, 'var/lib/podready/guard'), 'the folder of guards');
  assert.not(await exists(host, `active.podready-guard-${NAME}.timer`), 'the timer');
}

async function journal(host: StepHost, run: string): Promise<readonly Record<string, unknown>[]> {
  const file = host.path(`var/lib/podready/journal/${run}.ndjson`);
  const text = await readFile(file, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

function eventsOf(entries: readonly Record<string, unknown>[]): readonly unknown[] {
  return entries.map(({ event, status }) => [event, status]);
}

describe('the trial of a guarded step', (it) => {
  it('shows sshd the folder with the candidate, and leaves nothing', async () => {
    await using host = await guardHost();
    assert.is((await tried(host, step(host))).status, 'done');
    const folder = host.path('tried/' + `podready-guard-${NAME}/folder`);
    assert.equal(await readdir(folder), ['00-podready.conf', '50-cloud.conf']);
    assert.is(await readFile(`${folder}/00-podready.conf`, 'utf8'), "Banner it's\n");
    const calls = await readFile(host.path('calls'), 'utf8');
    assert.match(
      calls,
      `BindReadOnlyPaths=${host.path('volatile')}/podready-guard-${NAME}/folder:${host.path('etc/ssh/sshd_config.d')}`,
    );
    assert.not(await exists(host, DROP_IN), 'nothing is written yet');
    await assertNothingLeft(host);
  });

  it('gives who comes through a pipe an address, so that no login waits for DNS', async () => {
    await using host = await guardHost();
    await host.write('etc/hosts', '127.0.0.1 localhost');
    assert.is((await tried(host, step(host))).status, 'done');
    const hosts = await readFile(host.path(`tried/podready-guard-${NAME}/hosts`), 'utf8');
    assert.is(hosts, '127.0.0.1 localhost\n127.0.0.1 UNKNOWN\n');
    const calls = await readFile(host.path('calls'), 'utf8');
    const copy = `${host.path('volatile')}/podready-guard-${NAME}/hosts`;
    assert.match(calls, `BindReadOnlyPaths=-${copy}:${host.path('etc/hosts')}`);
    assert.is(await readFile(host.path('etc/hosts'), 'utf8'), '127.0.0.1 localhost');
    await assertNothingLeft(host);
  });

  it('refuses what sshd refuses, with its words', async () => {
    await using host = await guardHost();
    const record = await tried(host, step(host, { content: 'Forbidden yes\n' }));
    assert.is(record.status, 'refused');
    assert.match(record.output, 'Bad option: Forbidden');
    assert.equal(await journal(host, PLACE.run), []);
    await assertNothingLeft(host);
  });

  it('takes a file that goes away out of what sshd sees', async () => {
    await using host = await guardHost();
    await host.write(DROP_IN, 'old\n');
    const undo = {
      undoes: { run: PLACE.run, index: 0 },
      content: null,
      before: 'old\n',
      folders: 0,
    };
    const one = step(host, { ...undo, kind: 'remove-file' });
    assert.is((await tried(host, one)).status, 'done');
    const folder = host.path('tried/' + `podready-guard-${NAME}/folder`);
    assert.equal(await readdir(folder), ['50-cloud.conf']);
    assert.is(await readFile(host.path(DROP_IN), 'utf8'), 'old\n');
    assert.equal(await journal(host, PLACE.run), [], 'a trial is no end of the undo');
  });

  it('says that it is so already', async () => {
    await using host = await guardHost();
    await host.write(DROP_IN, "Banner it's\n");
    assert.is((await tried(host, step(host))).status, 'already');
  });

  it('refuses a host that could not take it back', async () => {
    await using host = await guardHost();
    await host.stub('systemd-run', 'exit 127');
    const layout = { ...host.layout, rootPath: host.path('bin2') };
    await mkdir(host.path('bin2'));
    for (const name of ['printf', 'tail', 'base64', 'cat', 'od']) {
      await host.write(`bin2/${name}`, `#!/bin/sh\nPATH=/usr/bin:/bin exec ${name} "$@"\n`, 0o755);
    }
    const one = step(host);
    const record = await host.run(one, { body: trialBody(one, AT, false), layout });
    assert.is(record.status, 'refused');
    assert.match(record.because ?? '', /Do it by hand/);
  });
});

/** Another run's change, armed and written, whose client is gone. */
const OTHER = '20260102T030400Z-abcdef-sshd-forwarding-0';

describe('a guarded step after one that nobody confirmed', (it) => {
  it('waits until the host has taken that back', async () => {
    await using host = await guardHost();
    const one = step(host);
    await changed(host, one);
    // The timer comes after a while.
    await host.stub(
      'sleep',
      `[ ! -e "$D/once" ] || exit 0; >"$D/once"; rm -f "$D/active."*.timer; /bin/sh "$D/${GUARD}/rollback"`,
    );
    const record = await tried(host, one);
    assert.is(record.status, 'done', 'what is there is not believed to stay');
    assert.not(await exists(host, DROP_IN), 'the trial changes nothing');
    await assertNothingLeft(host);
  });

  it('says for whom, and refuses when that never comes to an end', async () => {
    await using host = await guardHost();
    await mkdir(host.path(`var/lib/podready/guard/${OTHER}`), { recursive: true, mode: 0o700 });
    await host.write(`active.podready-guard-${OTHER}.timer`, '');
    const record = await tried(host, step(host));
    assert.is(record.status, 'refused');
    assert.match(record.because ?? '', /nobody confirmed is not taken back yet/);
    assert.match(record.because ?? '', `podready-guard-${OTHER}.service`);
  });

  it('clears away what was broken off before it was armed', async () => {
    await using host = await guardHost();
    await host.write(`etc/systemd/system/podready-guard-${OTHER}.service`, '[Unit]\n');
    await mkdir(host.path(`var/lib/podready/guard/${OTHER}`), { recursive: true, mode: 0o700 });
    await host.write(`var/lib/podready/guard/${OTHER}/armed`, '');
    await host.write(
      `var/lib/podready/guard/${OTHER}/rollback`,
      `rm -f ${host.path(`var/lib/podready/guard/${OTHER}/armed`)}\n`,
    );
    assert.is((await tried(host, step(host))).status, 'done');
    assert.equal(await readdir(host.path('etc/systemd/system')), []);
    assert.equal(await readdir(host.path('var/lib/podready/guard')), []);
  });
});

describe('a guarded change', (it) => {
  it('arms the timer and the next boot before it writes, and is kept once confirmed', async () => {
    await using host = await guardHost();
    const one = step(host);
    assert.is((await changed(host, one)).status, 'done');
    assert.is(await readFile(host.path(DROP_IN), 'utf8'), "Banner it's\n");
    assert.ok(await exists(host, `active.podready-guard-${NAME}.timer`));
    assert.ok(await exists(host, `enabled.podready-guard-${NAME}.service`));
    const unit = await readFile(host.path(UNIT), 'utf8');
    assert.match(unit, `ExecStart=/bin/sh ${host.path(GUARD)}/rollback`);
    assert.match(unit, 'Before=sockets.target ssh.service');
    assert.not.match(await readFile(host.path('calls'), 'utf8'), /^early$/m);
    assert.equal(eventsOf(await journal(host, PLACE.run)), [['begin', undefined]]);
    assert.is((await confirmed(host, one)).status, 'done');
    assert.equal(eventsOf(await journal(host, PLACE.run)), [
      ['begin', undefined],
      ['end', 'done'],
    ]);
    assert.ok(await exists(host, DROP_IN));
    await assertNothingLeft(host);
  });

  it('is taken back by the system manager, which says so in the journal', async () => {
    await using host = await guardHost();
    const one = step(host);
    await changed(host, one);
    await rollBack(host);
    assert.not(await exists(host, DROP_IN));
    await assertNothingLeft(host);
    const entries = await journal(host, AT.rollbackRun);
    assert.equal(eventsOf(entries), [
      ['begin', undefined],
      ['end', 'done'],
    ]);
    assert.equal(entries[1]?.['undoes'], { run: PLACE.run, index: 0 });
    const files = await Promise.all(
      [PLACE.run, AT.rollbackRun].map(async (run) => {
        return { run, entries: await journal(host, run), unreadable: 0 };
      }),
    );
    const { runs } = readRuns({ rootJournal: known({ files, more: false }) });
    // The path of this host is not below /etc, so that nobody would take it back; it need not be.
    assert.equal(
      runs.map(({ id, undoes, steps }) => [id, undoes, steps.map(({ undone }) => undone)]),
      [
        [AT.rollbackRun, PLACE.run, [false]],
        [PLACE.run, null, [true]],
      ],
    );
    const late = await confirmed(host, one);
    assert.is(late.status, 'failed');
    assert.match(late.because ?? '', /took it back before it was confirmed/);
  });

  it('is taken back on request', async () => {
    await using host = await guardHost();
    const one = step(host);
    await changed(host, one);
    const record = await host.run(one, { body: rollbackBody(AT) });
    assert.is(record.because, 'it is taken back');
    assert.is(record.exitCode, 0);
    assert.not(await exists(host, DROP_IN));
    await assertNothingLeft(host);
  });

  it('gives a file its old text back, to the byte', async () => {
    await using host = await guardHost();
    await host.write(DROP_IN, 'old \\n "text"\n\n', 0o640);
    const one = step(host, { before: 'old \\n "text"\n\n' });
    assert.is((await changed(host, one)).status, 'done');
    await rollBack(host);
    assert.is(await readFile(host.path(DROP_IN), 'utf8'), 'old \\n "text"\n\n');
    await assertNothingLeft(host);
  });

  it('stays when power fails after it was confirmed', async () => {
    await using host = await guardHost();
    await changed(host, step(host));
    await writeFile(host.path(`${GUARD}/confirmed`), '');
    await rollBack(host);
    assert.ok(await exists(host, DROP_IN));
    await assertNothingLeft(host);
  });

  it('is taken back when power fails while it is taken back', async () => {
    await using host = await guardHost();
    await changed(host, step(host));
    await promisify(execFile)('mv', [host.path(`${GUARD}/armed`), host.path(`${GUARD}/fired`)]);
    await rollBack(host);
    assert.not(await exists(host, DROP_IN));
    await assertNothingLeft(host);
  });

  it('leaves to others what is theirs meanwhile', async () => {
    await using host = await guardHost();
    await changed(host, step(host));
    await host.write(DROP_IN, 'by an administrator\n');
    await rollBack(host);
    assert.is(await readFile(host.path(DROP_IN), 'utf8'), 'by an administrator\n');
    await assertNothingLeft(host);
  });

  it('is not begun when the rollback cannot be armed', async () => {
    await using host = await guardHost();
    await host.write('no-timer', '');
    const record = await changed(host, step(host));
    assert.is(record.status, 'failed');
    assert.match(record.because ?? '', /cannot be armed, so nothing was changed/);
    assert.not(await exists(host, DROP_IN));
    await assertNothingLeft(host);
  });

  it('is taken back at once when sshd cannot be reloaded', async () => {
    await using host = await guardHost();
    await host.write('no-reload', '');
    const record = await changed(host, step(host));
    assert.is(record.status, 'failed');
    assert.not(await exists(host, DROP_IN));
    await assertNothingLeft(host);
  });

  it('keeps what it restores out of reach of users', async () => {
    await using host = await guardHost();
    await changed(host, step(host));
    const run = promisify(execFile);
    const { stdout } = await run('stat', [
      '-c',
      '%a',
      host.path('var/lib/podready/guard'),
      host.path(GUARD),
    ]);
    assert.is(stdout, '700\n700\n');
  });
});

describe('a guarded undo', (it) => {
  it('brings the file back when nobody confirms, and the journal says that the undo failed', async () => {
    await using host = await guardHost();
    await host.write(DROP_IN, "Banner it's\n");
    const undoes = { run: '20260101T000000Z-abcdef', index: 0 };
    const before = "Banner it's\n";
    const one = step(host, {
      kind: 'remove-file',
      content: null,
      before,
      folders: 0,
      undoes,
    } as never);
    assert.is((await changed(host, one)).status, 'done');
    assert.not(await exists(host, DROP_IN));
    const record = await host.run(one, { body: rollbackBody(AT) });
    assert.is(record.because, 'it is taken back');
    assert.is(await readFile(host.path(DROP_IN), 'utf8'), before);
    assert.equal(await journal(host, AT.rollbackRun), []);
    assert.equal(eventsOf(await journal(host, PLACE.run)), [
      ['begin', undefined],
      ['end', 'failed'],
    ]);
    await assertNothingLeft(host);
  });
});

describe('a guarded program', (it) => {
  const ufw = (given: Partial<GuardedStep> = {}): GuardedStep =>
    ({
      ...{ kind: 'run', guard: 'firewall', as: 'root', effect: 'loosens', undo: 'exact' },
      ...{ summary: 'Open it', argv: ['ufw', 'allow', '8080/tcp'] },
      undoArgv: ['ufw', 'delete', 'allow', '8080/tcp'],
      ...given,
    }) as GuardedStep;

  it('is tried dry, run, and taken back by its inverse', async () => {
    await using host = await guardHost();
    await host.stub('ufw', 'true');
    assert.is((await tried(host, ufw())).status, 'done');
    assert.is((await changed(host, ufw())).status, 'done');
    assert.match(await readFile(host.path(UNIT), 'utf8'), 'After=firewalld.service ufw.service');
    await rollBack(host);
    const calls = (await readFile(host.path('calls'), 'utf8')).split('\n');
    assert.equal(
      calls.filter((one) => one.startsWith('ufw ')),
      ['ufw --dry-run allow 8080/tcp', 'ufw allow 8080/tcp', 'ufw delete allow 8080/tcp'],
    );
    await assertNothingLeft(host);
  });

  it('is not run when the trial says no', async () => {
    await using host = await guardHost();
    await host.stub('ufw', 'echo "ERROR: Bad port"; exit 1');
    const record = await tried(host, ufw());
    assert.is(record.status, 'refused');
    assert.match(record.output, 'Bad port');
  });
});
