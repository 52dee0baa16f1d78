import * as assert from 'uvu/assert';
import { commandsOf, diffOf, textOfFollowUp } from '../../src/domain/step-text.ts';
import type { Step } from '../../src/model/fix.ts';
import { describe } from '../helpers/describe.ts';

const base = { summary: 'Do it', as: 'root', effect: 'safe', undo: 'exact' } as const;

const RESTORED = { path: '/etc/x.conf', content: null, before: 'tun\n', folders: 0 } as const;

const SHOWN: readonly (readonly [Step, readonly string[]])[] = [
  [{ ...base, kind: 'run', argv: ['true', "it's"] }, [String.raw`sudo true 'it'\''s'`]],
  [
    { ...base, kind: 'run', as: 'user', argv: ['podman', 'system', 'migrate'] },
    ['podman system migrate'],
  ],
  [
    { ...base, kind: 'set-mode', path: '/usr/bin/newuidmap', mode: 0o4755, before: 0o755 },
    ['sudo chmod 4755 /usr/bin/newuidmap'],
  ],
  [
    { ...base, kind: 'enable-linger', user: 'alice', uid: 1000 },
    ['sudo loginctl enable-linger alice'],
  ],
  [
    { ...base, kind: 'disable-linger', user: 'alice', uid: 1000, inUse: false },
    ['sudo loginctl disable-linger alice'],
  ],
  [
    {
      ...base,
      kind: 'enable-unit',
      as: 'user',
      manager: 'user',
      unit: 'podman.socket',
      now: true,
      before: { enabled: false, active: true },
    },
    ['systemctl --user enable --now podman.socket'],
  ],
  [
    {
      ...base,
      kind: 'disable-unit',
      manager: 'system',
      unit: 'ssh.service',
      disable: true,
      stop: true,
    },
    ['sudo systemctl disable ssh.service', 'sudo systemctl stop ssh.service'],
  ],
  [
    {
      ...base,
      kind: 'allocate-subids',
      user: 'alice',
      start: 100_000,
      count: 65_536,
      files: ['subuid', 'subgid'],
    },
    ['sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 alice'],
  ],
  [
    {
      ...base,
      kind: 'release-subids',
      user: 'alice',
      start: 100_000,
      count: 65_536,
      files: ['subgid'],
      inUse: false,
    },
    ['sudo usermod --prefix // --del-subgids 100000-165535 alice'],
  ],
  [
    {
      ...base,
      kind: 'load-module',
      module: 'tun',
      path: '/etc/modules-load.d/x.conf',
      content: 'tun\n',
      before: null,
    },
    ['sudo modprobe tun', 'sudo install -D -m 644 /dev/stdin /etc/modules-load.d/x.conf'],
  ],
  [
    { ...base, ...RESTORED, kind: 'unload-module', module: 'tun', unload: true },
    ['sudo modprobe -r tun', 'sudo rm /etc/x.conf'],
  ],
  [{ ...base, ...RESTORED, kind: 'remove-file' }, ['sudo rm /etc/x.conf']],
  [
    { ...base, ...RESTORED, kind: 'restore-sysctl', key: 'a.b', value: '0', valueBefore: '1' },
    ['sudo sysctl -w a.b=0', 'sudo rm /etc/x.conf'],
  ],
  [
    { ...base, kind: 'remove-packages', manager: 'dnf', packages: ['passt.x86_64'] },
    ['sudo rpm -e passt.x86_64'],
  ],
];

describe('commandsOf', (it) => {
  for (const [step, commands] of SHOWN) {
    it(commands[0] ?? step.kind, () => {
      assert.equal(commandsOf(step), commands);
    });
  }

  it('shows a sysctl with the diff of its file', () => {
    const step: Step = {
      ...base,
      kind: 'sysctl',
      key: 'a.b',
      value: '0 1',
      valueBefore: '1\t0',
      path: '/etc/sysctl.d/x.conf',
      content: 'new\n',
      before: "it's old\n",
    };
    assert.is(commandsOf(step)[1], "sudo sysctl -w 'a.b=0 1'");
    assert.match(diffOf(step) ?? '', /-it's old\n\+new\n/);
  });

  it('has no diff where no file is written, and a sentence for every follow-up', () => {
    assert.match(
      diffOf({ ...base, ...RESTORED, kind: 'remove-file' }) ?? '',
      /^--- .*\n\+\+\+ \/dev\/null/u,
    );
    assert.is(diffOf({ ...base, kind: 'enable-linger', user: 'a', uid: 1 }), null);
    for (const one of ['re-login', 'reboot', 'system-migrate'] as const) {
      assert.match(textOfFollowUp(one), /\.$/);
    }
  });
});

describe('commands of a guarded step', (it) => {
  it('say how sshd comes to know, as root and for root', () => {
    const step = {
      kind: 'write-file',
      guard: 'sshd',
      effect: 'loosens',
      undo: 'exact',
      summary: 'Write it',
      path: '/etc/ssh/sshd_config.d/a.conf',
      content: 'a\n',
      mode: 0o644,
      before: null,
    } as const;
    assert.equal(commandsOf({ ...step, as: 'root' }).slice(1), [
      'sudo sshd -t',
      'sudo systemctl reload ssh || sudo systemctl reload sshd',
    ]);
    assert.is(
      commandsOf({ ...step, as: 'user' }).at(-1),
      'systemctl reload ssh || systemctl reload sshd',
    );
  });
});
