import * as assert from 'uvu/assert';
import { fixes } from '../../fixes/index.ts';
import { followCommand, nextCommand, type NextOptions } from '../../src/cli/next-command.ts';
import { readSettings } from '../../src/cli/settings.ts';
import type { HostReport } from '../../src/model/report.ts';
import { describe } from '../helpers/describe.ts';
import { hostReport, result, rootCause } from '../helpers/reports.ts';

const onlyById = fixes.find(({ meta }) => meta.effect === 'loosens')?.meta.id ?? '';
const fixable = rootCause({ check: 'linger', fixes: ['linger'] });

function next(
  hosts: readonly HostReport[],
  raw: Readonly<Record<string, unknown>> = {},
  more: Partial<NextOptions> = {},
): string | undefined {
  return nextCommand(hosts, {
    settings: readSettings(raw),
    local: false,
    replayed: false,
    ...more,
  });
}

describe('next command', (it) => {
  it('fixes what can be fixed, on every host that has it', () => {
    const hosts = [
      hostReport({ host: 'web1', rootCauses: [fixable] }),
      hostReport({ host: 'web2' }),
      hostReport({ host: 'bob@web3:2222', rootCauses: [rootCause(), fixable] }),
    ];
    assert.is(next(hosts), 'podready fix web1 bob@web3:2222');
    assert.is(next([hostReport({ rootCauses: [fixable] })], {}, { local: true }), 'podready fix');
  });

  it('follows the plan that was saved, which knows its hosts', () => {
    const settings = readSettings({ only: ['linger'], sudo: 'ask', need: ['api'] });
    assert.is(
      followCommand('my plan.json', settings),
      "podready fix --plan 'my plan.json' --only linger --need api --sudo ask",
    );
  });

  it('repeats the target for a check only, and proves nothing of a Podman to come', () => {
    const raw = { target: 'podman@6' };
    assert.is(
      next([hostReport({ host: 'web1', rootCauses: [fixable] })], raw),
      'podready fix web1',
    );
    const gathered = hostReport().gathered;
    const blind = hostReport({
      host: 'web1',
      ...(gathered === null ? {} : { gathered: { ...gathered, privilege: 'none' } }),
      results: [result({ status: 'unknown', severity: 'warning' })],
    });
    assert.is(next([blind], raw), 'podready check --sudo ask --target podman@6 web1');
    assert.is(next([hostReport({ host: 'web1' })], raw), undefined);
  });

  it('repeats what was decided, and the profile instead of its needs', () => {
    const raw = { profile: 'server', need: ['ping'], waivers: 'w.ini', baseline: 'b.json' };
    const hosts = [hostReport({ host: 'web1', rootCauses: [fixable] })];
    assert.is(next(hosts, raw), 'podready fix --profile server --need ping --waivers w.ini web1');
    assert.is(
      next([hostReport({ host: 'web1' })], raw, { waiting: hosts }),
      'podready check --baseline b.json --profile server --need ping --waivers w.ini web1',
    );
  });

  it('repeats what decides how the host is reached and judged', () => {
    const raw = {
      user: 'alice',
      need: ['publish:80'],
      sudo: 'ask',
      ssh: 'openssh',
      sshConfig: 'my config',
      identity: 'key',
      knownHosts: 'kh',
      acceptNew: true,
      verbose: true,
    };
    assert.is(
      next([hostReport({ host: 'web1', rootCauses: [fixable] })], raw),
      "podready fix --user alice --need publish:80 --sudo ask --ssh openssh -F 'my config' --identity key --known-hosts kh web1",
    );
  });

  it('names a fix that is only done by name', () => {
    const cause = rootCause({ fixes: [onlyById] });
    assert.is(
      next([hostReport({ host: 'web1', rootCauses: [cause] })]),
      `podready fix --only ${onlyById} web1`,
    );
  });

  it('does not name what was tried', () => {
    const host = hostReport({ rootCauses: [fixable] });
    assert.is(next([host], {}, { tried: new Set(['linger']) }), 'podready explain linger');
  });

  it('explains what has no fix, and anything in a snapshot', () => {
    assert.is(next([hostReport({ rootCauses: [rootCause()] })]), 'podready explain some-check');
    const host = hostReport({ rootCauses: [fixable] });
    assert.is(next([host], {}, { replayed: true }), 'podready explain linger');
  });

  it('checks again when somebody has to log in first', () => {
    const host = hostReport({ host: 'web1', rootCauses: [fixable] });
    assert.is(next([host], {}, { waiting: [host] }), 'podready check web1');
  });

  it('tries the connection that failed', () => {
    const error = { step: 'auth', message: '', hint: '' } as const;
    const host = hostReport({ host: 'bob@[fe80::1]:2222', error });
    assert.is(next([host]), 'ssh -p 2222 bob@fe80::1 true');
    const shell = hostReport({ host: 'web1', error: { ...error, step: 'shell' } });
    assert.is(next([shell]), 'podready check --debug web1');
  });

  it('asks for the password when only root can tell', () => {
    const gathered = { at: '', transport: 'ssh', milliseconds: 1, execs: 1, privilege: 'none' };
    const results = [result({ status: 'unknown', severity: 'warning' })];
    const blind = hostReport({ host: 'web1', gathered, results });
    assert.is(next([blind]), 'podready check --sudo ask web1');
    assert.is(next([blind], { sudo: 'ask' }), 'ssh web1 podman run --rm quay.io/podman/hello');
  });

  it('explains an error that could not be decided', () => {
    const host = hostReport({ results: [result({ status: 'unknown' })] });
    assert.is(next([host]), 'podready explain some-check');
  });

  it('proves a host that is ready by a container', () => {
    const here = hostReport({ host: 'localhost' });
    assert.is(next([here], {}, { local: true }), 'podman run --rm quay.io/podman/hello');
    assert.is(next([here], { user: 'bob' }, { local: true }), undefined);
    assert.is(next([hostReport({ needs: ['rootful'] })]), undefined);
  });
});
