import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parseUnits } from '../../src/parse/unit-properties.ts';
import { describe } from '../helpers/describe.ts';

// systemd 257: the order of properties differs from block to block.
const OUTPUT = `Listen=/run/user/1000/x.sock (Stream)
Listen=127.0.0.1:8888 (Stream)
SocketMode=0660
Id=podman.socket
Names=podman.socket
LoadState=bad-setting
ActiveState=active
SubState=listening
FragmentPath=/usr/lib/systemd/user/podman.socket
DropInPaths=/home/alice/.config/systemd/user/podman.socket.d/a.conf /etc/b.conf
UnitFileState=enabled
ActiveEnterTimestampMonotonic=32413936
NeedDaemonReload=yes
LoadError=org.freedesktop.systemd1.BadUnitSetting "Unit podman.socket has a bad unit file setting."

Result=exit-code
NRestarts=3
ExecMainStatus=203
ExecStart={ path=/usr/bin/podman ; argv[]=/usr/bin/podman $LOGGING system service ; ignore_errors=no }
Id=ssh.service
Names=sshd.service ssh.service
LoadState=loaded
ActiveState=inactive
ActiveEnterTimestampMonotonic=0
NoNewPrivileges=yes

missing-program /usr/bin/podman
`;

describe('unit-properties', (it) => {
  const units = parseUnits(OUTPUT, ['podman.socket', 'sshd.service', 'dropbear.service']);

  it('reads a socket with several addresses', () => {
    const socket = units.get('podman.socket');
    assert.equal(socket?.listen, ['/run/user/1000/x.sock', '127.0.0.1:8888']);
    assert.is(socket?.socketMode, 0o660);
    assert.is(socket?.loadError, 'Unit podman.socket has a bad unit file setting.');
    assert.is(socket?.dropIns.length, 2);
    assert.is(socket?.enteredAt, 32_413_936);
    assert.ok(socket?.needsReload);
  });

  it('finds a unit by its alias', () => {
    const service = units.get('sshd.service');
    assert.is(service?.id, 'ssh.service');
    assert.is(service?.program, '/usr/bin/podman');
    assert.is(service?.exitStatus, 203);
    assert.is(service?.restarts, 3);
    assert.is(service?.enteredAt, null);
    assert.is(service?.programMissing, true);
    assert.is(service?.noNewPrivileges, true);
  });

  it('has nothing of a unit that was not printed', () => {
    assert.not(units.has('dropbear.service'));
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => void parseUnits(`Id=a.service\n${text}`, ['a.service'])),
    );
  });
});
