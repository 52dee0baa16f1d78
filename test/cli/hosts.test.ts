import { EventEmitter } from 'node:events';
import * as assert from 'uvu/assert';
import { hostsOf, requireLinux, userBehindSudo } from '../../src/cli/hosts.ts';
import { Interruption } from '../../src/cli/interruption.ts';
import { readSettings } from '../../src/cli/settings.ts';
import { UsageError } from '../../src/model/usage-error.ts';
import { describe } from '../helpers/describe.ts';

const interruption = new Interruption(new EventEmitter(), {
  say: () => undefined,
  exit: () => undefined,
});

describe('hosts', (it) => {
  it('are this machine when none is named', async () => {
    await using hosts = await hostsOf([], { settings: readSettings({}), interruption });
    assert.equal(
      hosts.hosts.map(({ name }) => name),
      ['localhost'],
    );
  });

  it('are those named, each once', async () => {
    const settings = readSettings({ user: 'alice' });
    await using hosts = await hostsOf(['web1', 'ssh://bob@web2:22', 'web1'], {
      settings,
      interruption,
    });
    assert.equal(
      hosts.hosts.map(({ name }) => name),
      ['web1', 'bob@web2:22'],
    );
    assert.is(hosts.user, 'alice');
  });

  it('are never options or shell text', async () => {
    for (const name of ['-oProxyCommand=id', '$(id)', 'a b', '']) {
      try {
        await hostsOf([name], { settings: readSettings({}), interruption });
        assert.unreachable(name);
      } catch (error) {
        assert.instance(error, UsageError);
      }
    }
  });

  it('cannot be this machine where there is no Linux', () => {
    requireLinux('linux');
    assert.throws(() => requireLinux('darwin'), /runs darwin.*podready check \[user@\]host/u);
  });

  it('are judged for the user behind sudo', () => {
    assert.is(userBehindSudo({ SUDO_USER: 'alice' }, 0), 'alice');
    assert.is(userBehindSudo({ SUDO_USER: 'root' }, 0), '');
    assert.is(userBehindSudo({ SUDO_USER: 'alice' }, 1000), '');
    assert.is(userBehindSudo({}, 0), '');
    assert.is(userBehindSudo({}, undefined), '');
  });
});
