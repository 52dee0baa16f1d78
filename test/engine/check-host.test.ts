import * as assert from 'uvu/assert';
import { unreachable } from '../../src/engine/check-host.ts';
import { TransportError } from '../../src/transport/transport.ts';
import { describe } from '../helpers/describe.ts';

describe('a host that could not be looked at', (it) => {
  const error = new TransportError('tcp', 'web1:22: connection refused', 'Is sshd running?');
  const added = { names: new Set(['publish'] as const), ports: [8080] };

  it('says what was asked of it, as of any other host', () => {
    const { needs } = unreachable({ name: 'web1', isRemote: true }, added, error);
    assert.equal(needs, ['run', 'api', 'boot', 'remote', 'publish:8080']);
    const local = unreachable({ name: 'localhost', isRemote: false }, added, error);
    assert.equal(local.needs, ['run', 'publish:8080']);
  });

  it('says which upgrade was asked for', () => {
    const asked = {
      names: new Set(['upgrade'] as const),
      ports: [],
      target: { program: 'podman', version: '6' },
    } as const;
    const report = unreachable({ name: 'localhost', isRemote: false }, asked, error);
    assert.equal(report.needs, ['run'], 'which is not one of the needs');
    assert.is(report.target, 'podman@6');
    assert.not.ok('target' in unreachable({ name: 'web1', isRemote: true }, added, error));
  });

  it('names the step that failed', () => {
    const report = unreachable({ name: 'web1', isRemote: true }, added, error);
    assert.is(report.error?.step, 'tcp');
    assert.is(report.verdict, 'unknown');
  });

  it('does not lose a defect', () => {
    const report = unreachable({ name: 'web1', isRemote: true }, added, new RangeError('oops'));
    assert.is(report.error?.step, 'probe');
    assert.match(report.error?.message ?? '', 'oops');
  });
});
