import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { accountExpiry } from '../../src/facts/account-expiry.ts';
import { apiAnswer } from '../../src/facts/api-answer.ts';
import { apiSockets } from '../../src/facts/api-sockets.ts';
import { closingSessions } from '../../src/facts/closing-sessions.ts';
import { connection } from '../../src/facts/connection.ts';
import { dockerHostLines } from '../../src/facts/docker-host-lines.ts';
import { init } from '../../src/facts/init.ts';
import { linger } from '../../src/facts/linger.ts';
import { loginEnv } from '../../src/facts/login-env.ts';
import { loginSession } from '../../src/facts/login-session.ts';
import { noise } from '../../src/facts/noise.ts';
import { proxies } from '../../src/facts/proxies.ts';
import { runtimeDir } from '../../src/facts/runtime-dir.ts';
import { shellStartup } from '../../src/facts/shell-startup.ts';
import { sshAccount } from '../../src/facts/ssh-account.ts';
import { sshFiles } from '../../src/facts/ssh-files.ts';
import { sshServer } from '../../src/facts/ssh-server.ts';
import { sshdConfig } from '../../src/facts/sshd-config.ts';
import { sshdEffective } from '../../src/facts/sshd-effective.ts';
import { streamlocal } from '../../src/facts/streamlocal.ts';
import { systemUnits } from '../../src/facts/system-units.ts';
import { userUnitFiles } from '../../src/facts/user-unit-files.ts';
import { userUnits } from '../../src/facts/user-units.ts';
import type { FactState } from '../../src/model/fact.ts';
import { describe } from '../helpers/describe.ts';

const ALL = [
  ...[accountExpiry, apiAnswer, apiSockets, dockerHostLines, init, linger, loginEnv],
  ...[loginSession, runtimeDir, shellStartup, sshAccount, sshFiles, sshServer, sshdConfig],
  ...[sshdEffective, systemUnits, userUnitFiles, userUnits, proxies, closingSessions],
];

const ok = (stdout: string) => ({ stdout, exitCode: 0 });

function valueOf<T>(state: FactState<T>): T {
  if (state.state !== 'known') throw new Error(JSON.stringify(state));
  return state.value;
}

describe('facts of sessions, sockets and ssh', (it) => {
  it('never throw, whatever was printed', () => {
    for (const fact of ALL) {
      fc.assert(
        fc.property(fc.string(), fc.constantFrom(0, 1, 66, 69, 77, 255), (stdout, exitCode) => {
          assert.ok(
            ['known', 'absent', 'unreadable'].includes(fact.parse({ stdout, exitCode }).state),
          );
        }),
        { numRuns: 40 },
      );
    }
  });

  it('init: systemd by the directory, not by the name', () => {
    assert.equal(valueOf(init.parse(ok('name systemd\nsystemd\n'))), {
      name: 'systemd',
      systemd: true,
    });
    assert.equal(valueOf(init.parse(ok('name init\n'))), { name: 'init', systemd: false });
  });

  it('linger: on, off, closed, and no systemd', () => {
    assert.ok(valueOf(linger.parse(ok('on /var/lib/systemd/linger/alice\n'))).enabled);
    const off = valueOf(linger.parse(ok('off /var/lib/systemd/linger/alice\n')));
    assert.equal([off.enabled, off.barrier], [false, null]);
    const unit = '/etc/systemd/system/polkit.service';
    const masked = ok(`off /var/lib/systemd/linger/alice\nmasked ${unit}\nmissing /usr/share/x\n`);
    assert.equal(valueOf(linger.parse(masked)).barrier, { polkit: 'masked', path: unit });
    assert.is(linger.parse({ stdout: '', exitCode: 77 }).state, 'unreadable');
    assert.is(linger.parse({ stdout: '', exitCode: 66 }).state, 'absent');
  });

  it('closingSessions: what keeps each', () => {
    const text = 'session 7\nprocess 812 conmon\nprocess 815 a b\nsession c2\nprocess x y\n';
    assert.equal(valueOf(closingSessions.parse(ok(text))), [
      {
        id: '7',
        processes: [
          { pid: 812, name: 'conmon' },
          { pid: 815, name: 'a b' },
        ],
      },
      { id: 'c2', processes: [] },
    ]);
    assert.is(closingSessions.parse({ stdout: '', exitCode: 66 }).state, 'absent');
  });

  it('proxies: names of the session, and of the manager if there is one', () => {
    assert.equal(valueOf(proxies.parse(ok('session\n'))), {
      session: [],
      manager: null,
      service: [],
    });
    const text = 'session https_proxy HTTPS_PROXY\nmanager http_proxy\nservice\n';
    assert.equal(valueOf(proxies.parse(ok(text))), {
      session: ['https_proxy'],
      manager: ['http_proxy'],
      service: [],
    });
  });

  it('runtimeDir: tells missing from closed', () => {
    const text =
      'ok 700 1000 1000 1795256451 directory|/run/user/1000\nwritable\nFilesystem     1024-blocks  Used Available Capacity Mounted on\ntmpfs               150280    36    150244       1% /run/user/1000\n';
    const dir = valueOf(runtimeDir.parse(ok(text)));
    assert.equal(
      [dir.mode, dir.uid, dir.writable, dir.sizeKiB, dir.freeKiB],
      [0o700, 1000, true, 150_280, 150_244],
    );
    assert.is(runtimeDir.parse(ok('absent - - - - -|/run/user/1000\n')).state, 'absent');
    assert.is(runtimeDir.parse(ok('denied - - - - -|/run/user/1000\n')).state, 'unreadable');
  });

  it('loginEnv: what is set, empty or not set', () => {
    const text =
      'uid 1000\npath /usr/bin:/bin\nenv XDG_RUNTIME_DIR=/run/user/0\nenv DOCKER_HOST=\nenv OTHER=1\nok 700 0 0 1 directory|/run/user/0\npodman /usr/bin/podman\nother /usr/bin/podman\nother /opt/podman/bin/podman\n';
    const env = valueOf(loginEnv.parse(ok(text)));
    assert.is(env.runtimeDirOwner, 0);
    assert.is(env.runtimeDirStatus, 'ok');
    assert.equal(
      [...env.variables],
      [
        ['XDG_RUNTIME_DIR', '/run/user/0'],
        ['DOCKER_HOST', ''],
      ],
    );
    assert.equal(env.otherPodmans, ['/opt/podman/bin/podman']);
    assert.is(valueOf(loginEnv.parse(ok('uid 1\npath /bin\n'))).runtimeDirStatus, 'unset');
  });

  it('loginSession: when it began', () => {
    const text =
      'Id=13\nUser=1000\nTimestampMonotonic=90088078\nRemote=yes\nService=sshd\nClass=user\n';
    assert.equal(valueOf(loginSession.parse(ok(text))).startedAt, 90_088_078);
    assert.is(loginSession.parse({ stdout: '', exitCode: 66 }).state, 'absent');
  });

  it("systemUnits: the user's manager under a name without the uid", () => {
    const text =
      'Id=ssh.service\nLoadState=loaded\nActiveState=active\n\nId=user@1000.service\nActiveState=active\n';
    const units = valueOf(systemUnits.parse(ok(text)));
    assert.equal([...units.keys()], ['ssh.service', 'user@.service']);
    assert.is(units.get('user@.service')?.id, 'user@1000.service');
  });

  it('userUnits: no manager is absent, no output is malformed', () => {
    assert.is(userUnits.parse({ stdout: '', exitCode: 66 }).state, 'absent');
    assert.is(userUnits.parse(ok('')).state, 'unreadable');
  });

  it('apiSockets: files and listeners', () => {
    const text =
      'run /run/user/1000\nok 660 1000 1000 1 socket|/run/user/1000/podman/podman.sock\nlisteners\n00000000c6036545: 00000002 00000000 00010000 0001 01  4963 /run/user/1000/podman/podman.sock\n';
    const sockets = valueOf(apiSockets.parse(ok(text)));
    assert.ok(sockets.listening?.has(sockets.userPath));
    assert.is(valueOf(apiSockets.parse(ok('run /run/user/1\n'))).listening, null);
    assert.not(sockets.dockerIsPodman);
    assert.ok(valueOf(apiSockets.parse(ok(`${text}docker-is-podman\n`))).dockerIsPodman);
  });

  it('apiAnswer: status and exit code of curl', () => {
    const path = '/run/user/1000/podman/podman.sock';
    assert.equal(valueOf(apiAnswer.parse(ok(`200 0 ${path}\n`))), {
      path,
      status: 200,
      curlExit: 0,
      service: null,
    });
    assert.equal(valueOf(apiAnswer.parse(ok(`000 28 ${path}\n`))), {
      path,
      status: 0,
      curlExit: 28,
      service: null,
    });
    assert.is(apiAnswer.parse({ stdout: '', exitCode: 66 }).state, 'absent');
  });

  it('apiAnswer: a program that was replaced', () => {
    const text = (link: string) => `service 812 ${link}\n200 0 /run/user/1000/podman/podman.sock\n`;
    const service = (link: string) => valueOf(apiAnswer.parse(ok(text(link)))).service;
    const program = '/usr/bin/podman';
    assert.equal(service(program), { pid: 812, program, replaced: false });
    assert.equal(service(`${program} (deleted)`), { pid: 812, program, replaced: true });
  });

  it('sshdConfig: absent, closed, read', () => {
    const head = '/etc/ssh/sshd_config';
    assert.is(sshdConfig.parse(ok(`#absent - - - - ${head}\n`)).state, 'absent');
    assert.is(sshdConfig.parse(ok(`#denied 600 0 0 1 ${head}\n`)).state, 'unreadable');
    const config = valueOf(
      sshdConfig.parse(ok(`hidden /etc/ssh/x.d\n#ok 644 0 0 1 ${head}\n#= ${head}\n|UsePAM yes\n`)),
    );
    assert.is(config.directives.length, 1);
    assert.equal(config.unread, ['/etc/ssh/x.d']);
  });

  it('sshServer: hidden processes are not "none"', () => {
    assert.is(valueOf(sshServer.parse(ok('listed\n'))).running, null);
    assert.is(valueOf(sshServer.parse(ok('listed\nvisible\n'))).running, false);
    assert.is(valueOf(sshServer.parse(ok('listed\nvisible\nrunning\n'))).running, true);
    assert.is(valueOf(sshServer.parse(ok('visible\n'))).hostKeys, null);
  });

  it('sshAccount: shell and PAM', () => {
    const text =
      'shell /usr/bin/fish\nshell-absent\nnologin /run/nologin\nmodule /usr/lib/security/pam_systemd.so\npam\n/etc/pam.d/chsh:auth       required   pam_shells.so\n/etc/pam.d/common-session:session\toptional\tpam_systemd.so\n';
    const account = valueOf(sshAccount.parse(ok(text)));
    assert.is(account.shellStatus, 'absent');
    assert.equal(account.pamShells, ['/etc/pam.d/chsh']);
    assert.equal(account.pamSystemd, ['/etc/pam.d/common-session']);
  });

  it('dockerHostLines: forms of an assignment', () => {
    const text =
      '/home/a/.profile:3:export DOCKER_HOST="unix:///x y"\n/home/a/.config/environment.d/d.conf:1:DOCKER_HOST=unix://${XDG_RUNTIME_DIR}/p.sock\n/home/a/.config/fish/config.fish:2:set -gx DOCKER_HOST unix:///f\n';
    assert.equal(
      valueOf(dockerHostLines.parse(ok(text))).map(({ line, value }) => [line, value]),
      [
        [3, 'unix:///x y'],
        [1, 'unix://${XDG_RUNTIME_DIR}/p.sock'],
        [2, 'unix:///f'],
      ],
    );
  });

  it('shellStartup: positions only', () => {
    const value = valueOf(shellStartup.parse(ok('file /home/a/.bashrc\n/home/a/.bashrc:7\n')));
    assert.equal(value, {
      files: ['/home/a/.bashrc'],
      printing: [{ file: '/home/a/.bashrc', line: 7 }],
    });
  });

  it('client facts: what the transport saw', () => {
    const seen = { transport: 'ssh', noise: ' \n' } as const;
    assert.ok(valueOf(connection.observe(seen)).overSsh);
    assert.not(valueOf(connection.observe({ ...seen, transport: 'local' })).overSsh);
    assert.is(noise.observe(seen).state, 'absent');
    assert.is(valueOf(noise.observe({ ...seen, noise: 'hi\n' })), 'hi\n');
    assert.is(streamlocal.observe(seen).state, 'unreadable');
    const answer = { path: '/run/x', opened: true };
    assert.equal(valueOf(streamlocal.observe({ ...seen, streamlocal: answer })), {
      ...answer,
      error: '',
    });
  });
});
