import type { Snapshot } from '../../src/gather/snapshot.ts';

/** A saved snapshot of which only the user is known. */
export const snapshot: Snapshot = {
  schemaVersion: '1.0',
  host: 'alice@web1',
  at: '2026-01-02T03:04:05.678Z',
  milliseconds: 812,
  execs: 1,
  privilege: 'none',
  client: {
    transport: 'ssh',
    noise: '',
    serverIdent: 'SSH-2.0-OpenSSH_9.2p1',
    streamlocal: { path: '/run/dbus/system_bus_socket', opened: true },
  },
  probes: {
    user: {
      status: 'done',
      exitCode: 0,
      stdout:
        'id=uid=1000(alice) gid=1000(alice) groups=1000(alice)\nhome=/home/alice\nshell=/bin/bash\n',
      cut: false,
    },
    mounts: { status: 'denied', because: 'no root' },
    subuid: { status: 'timeout' },
    subgid: { status: 'truncated' },
  },
};
