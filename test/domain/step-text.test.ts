import * as assert from 'uvu/assert';
import { commandsOf, diffOf, textOfFollowUp, undoOf } from '../../src/domain/step-text.ts';
import type { Step } from '../../src/model/fix.ts';
import { describe } from '../helpers/describe.ts';

const base = { summary: 'Do it', as: 'root', effect: 'safe', undo: 'exact' } as const;

const SHOWN: readonly (readonly [Step, readonly string[], readonly string[]])[] = [
  [
    { ...base, kind: 'run', argv: ['systemctl', 'daemon-reload'], undoArgv: ['true', "it's"] },
    ['sudo systemctl daemon-reload'],
    [String.raw`sudo true 'it'\''s'`],
  ],
  [
    { ...base, kind: 'run', as: 'user', argv: ['podman', 'system', 'migrate'] },
    ['podman system migrate'],
    [],
  ],
  [
    { ...base, kind: 'set-mode', path: '/usr/bin/newuidmap', mode: 0o4755, before: 0o755 },
    ['sudo chmod 4755 /usr/bin/newuidmap'],
    ['sudo chmod 755 /usr/bin/newuidmap'],
  ],
  [
    { ...base, kind: 'enable-linger', user: 'alice', uid: 1000 },
    ['sudo loginctl enable-linger alice'],
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
    ['systemctl --user disable podman.socket'],
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
    ['sudo usermod --del-subuids 100000-165535 --del-subgids 100000-165535 alice'],
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
    ['sudo rm /etc/modules-load.d/x.conf', 'sudo modprobe -r tun'],
  ],
];

describe('commandsOf and undoOf', (it) => {
  for (const [step, commands, undo] of SHOWN) {
    it(commands[0] ?? step.kind, () => {
      assert.equal(commandsOf(step), commands);
      assert.equal(undoOf(step), undo);
    });
  }

  it('shows a sysctl with its old value and its old file', () => {
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
    assert.match(undoOf(step)[0] ?? '', /^printf %s 'it'\\''s old\n' \| sudo install -m 644/);
    assert.match(diffOf(step) ?? '', /-it's old\n\+new\n/);
  });

  it('has no diff where no file is written, and a sentence for every follow-up', () => {
    assert.is(diffOf({ ...base, kind: 'enable-linger', user: 'a', uid: 1 }), null);
    for (const one of ['re-login', 'reboot', 'system-migrate'] as const) {
      assert.match(textOfFollowUp(one), /\.$/);
    }
  });
});
