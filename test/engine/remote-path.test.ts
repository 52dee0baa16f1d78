import * as assert from 'uvu/assert';
import { type ApiAnswer, brokenLink, remotePath } from '../../src/engine/remote-path.ts';
import type { CheckResult, HostReport } from '../../src/model/report.ts';
import { describe } from '../helpers/describe.ts';
import { hostReport, result } from '../helpers/reports.ts';

const ANSWER: ApiAnswer = { state: 'ok', version: '5.4.2' };
const states = (report: HostReport, answer: ApiAnswer = ANSWER) =>
  remotePath(report, answer).map(({ id, state }) => `${id} ${state}`);

const passed = ['ssh-podman-path', 'ssh-shell-noise', 'ssh-socket-forwarding', 'podman-socket'].map(
  (check) => result({ check, status: 'pass' }),
);
const ready = hostReport({ results: passed });

function withFailure(failed: Partial<CheckResult>): HostReport {
  return hostReport({
    results: passed.map((one) => (one.check === failed.check ? result(failed) : one)),
  });
}

describe('remotePath', (it) => {
  it('is whole on a host that is ready', () => {
    assert.equal(new Set(remotePath(ready, ANSWER).map(({ state }) => state)), new Set(['ok']));
    assert.is(remotePath(ready, ANSWER).at(-1)?.detail, 'libpod API 5.4.2');
    assert.is(brokenLink(remotePath(ready, ANSWER)), undefined);
  });

  it('names the step of a host that cannot be reached, and claims nothing beyond it', () => {
    const error = { step: 'host-key', message: 'the key is another one', hint: '' } as const;
    const links = remotePath(hostReport({ results: [], error }), { state: 'unreached' });
    assert.equal(
      links.map(({ id, state }) => `${id} ${state}`),
      [
        'name ok',
        'tcp ok',
        'host-key broken',
        'login unreached',
        'shell unreached',
        'path unreached',
        'forwarding unreached',
        'socket unreached',
        'api unreached',
      ],
    );
    assert.is(brokenLink(links)?.detail, 'the key is another one');
  });

  it('has a link for every step that a connection can fail at', () => {
    for (const step of [
      ...(['name', 'tcp', 'hop', 'host-key', 'auth', 'config', 'shell', 'probe', 'time'] as const),
    ]) {
      const report = hostReport({ results: [], error: { step, message: 'm', hint: '' } });
      assert.ok(brokenLink(remotePath(report, { state: 'unreached' })), step);
    }
  });

  it('names the check of a broken link, or what it follows from', () => {
    const forbidden = withFailure({
      check: 'ssh-socket-forwarding',
      status: 'fail',
      severity: 'error',
      findings: [{ messageId: 'config', message: 'sshd forbids it.', data: {}, evidence: [] }],
    });
    const broken = brokenLink(remotePath(forbidden, { state: 'unreached' }));
    assert.is(broken?.id, 'forwarding');
    assert.is(broken?.detail, 'sshd forbids it.');
    assert.is(broken?.check, 'ssh-socket-forwarding');
    const follows = withFailure({
      check: 'podman-socket',
      status: 'fail',
      severity: 'error',
      explainedBy: 'user-manager',
    });
    assert.is(brokenLink(remotePath(follows, { state: 'unreached' }))?.check, 'user-manager');
  });

  it('is no longer sure when a check is not', () => {
    const open = withFailure({
      check: 'ssh-socket-forwarding',
      status: 'unknown',
      because: 'only root can tell',
    });
    assert.ok(states(open).includes('forwarding unknown'));
    assert.is(brokenLink(remotePath(open, ANSWER)), undefined);
  });

  it('claims nothing that no check has judged', () => {
    const because = 'there is no login to look at';
    const results = passed.map(({ check }) => result({ check, status: 'not-applicable', because }));
    const links = remotePath(hostReport({ results }), ANSWER);
    assert.is(links.find(({ id }) => id === 'forwarding')?.state, 'unknown');
    assert.is(links.find(({ id }) => id === 'forwarding')?.detail, because);
    assert.is(remotePath(hostReport({ results: [] }), ANSWER).at(-2)?.state, 'unknown');
  });

  it('is broken when nobody answers, whatever the checks say', () => {
    const links = remotePath(ready, { state: 'broken', because: 'no answer to /_ping' });
    assert.is(brokenLink(links)?.id, 'api');
    assert.is(brokenLink(links)?.detail, 'no answer to /_ping');
  });
});
