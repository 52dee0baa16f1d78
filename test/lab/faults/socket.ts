import { type LabFault, PING, RUN } from '../fault.ts';

/** What a Docker client does with DOCKER_HOST. */
const DOCKER_PING = `
case \${DOCKER_HOST:=unix:///var/run/docker.sock} in unix:///*) ;; *) exit 1 ;; esac
curl -sS --fail --max-time 60 --unix-socket "\${DOCKER_HOST#unix://}" http://d/_ping`;

export const socketFaults: readonly LabFault[] = [
  {
    id: 'socket-disabled',
    area: 'socket',
    covers: ['F048', 'F061'],
    suites: ['trixie', 'bookworm', 'bullseye'],
    user: 'alice',
    // Debian 11 enables it for everybody.
    inject: `
      systemctl --global disable podman.socket
      as alice 'systemctl --user disable --now podman.socket'`,
    expect: { check: 'podman-socket', messageId: 'disabled' },
    fix: { kind: 'auto' },
    verify: PING,
  },
  {
    id: 'socket-masked',
    area: 'socket',
    covers: ['F048'],
    suites: ['trixie'],
    user: 'alice',
    inject: `
      as alice 'systemctl --user mask --now podman.socket'`,
    expect: { check: 'podman-socket', messageId: 'masked' },
    fix: { kind: 'manual' },
    verify: PING,
  },
  {
    id: 'socket-file-stale',
    area: 'socket',
    covers: ['F049'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    inject: `
      as alice 'systemctl --user stop podman.socket'
      rm -f /run/user/1000/podman/podman.sock
      python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("/run/user/1000/podman/podman.sock")'
      chown alice:alice /run/user/1000/podman/podman.sock`,
    expect: { check: 'podman-socket', messageId: 'stopped' },
    fix: { kind: 'auto' },
    verify: PING,
  },
  {
    id: 'socket-path-overridden',
    area: 'socket',
    covers: ['F048'],
    suites: ['trixie'],
    user: 'alice',
    inject: `
      printf '[Socket]\\nListenStream=\\nListenStream=%%t/podman/other.sock\\n' |
        user_file alice .config/systemd/user/podman.socket.d/path.conf
      as alice 'systemctl --user daemon-reload; systemctl --user restart podman.socket'`,
    expect: { check: 'podman-socket-override', messageId: 'moved' },
    fix: { kind: 'manual' },
    verify: PING,
  },
  {
    id: 'service-overridden',
    area: 'socket',
    covers: ['F049'],
    suites: ['trixie'],
    user: 'alice',
    inject: `
      printf '[Service]\\nExecStart=\\nExecStart=/usr/local/bin/podman system service\\n' |
        user_file alice .config/systemd/user/podman.service.d/path.conf
      as alice 'systemctl --user daemon-reload'`,
    expect: { check: 'podman-service', messageId: 'noProgram' },
    fix: { kind: 'manual' },
    verify: PING,
  },
  {
    id: 'container-host-exported',
    area: 'socket',
    covers: ['F057'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    inject: `
      sed -i '1i export CONTAINER_HOST=unix:///nonexistent.sock' /home/alice/.bashrc`,
    expect: { check: 'container-host', messageId: 'set' },
    fix: { kind: 'manual' },
    verify: RUN,
  },
  {
    id: 'rootful-socket-disabled',
    area: 'socket',
    covers: ['F061'],
    suites: ['trixie'],
    user: 'root',
    inject: 'true',
    expect: { check: 'podman-socket-system', messageId: 'disabled' },
    fix: { kind: 'by-id', id: 'podman-socket-system', yes: 'safe' },
    verify: 'curl -sS --fail --max-time 60 --unix-socket /run/podman/podman.sock http://d/_ping',
    verifyAs: 'root',
  },
  {
    id: 'socket-path-taken-over',
    area: 'socket',
    covers: ['F051'],
    suites: ['trixie'],
    user: 'alice',
    // Podman removes the socket of systemd before it listens itself, and its own when it ends.
    inject: `
      as alice 'timeout 120 podman system service --time=3 unix:///run/user/1000/podman/podman.sock'`,
    expect: { check: 'podman-socket-stale' },
    fix: { kind: 'auto' },
    verify: PING,
  },
  {
    id: 'docker-host-unset',
    area: 'socket',
    covers: ['F053'],
    suites: ['trixie'],
    user: 'alice',
    needs: ['docker-clients'],
    inject: 'true',
    expect: { check: 'docker-host', messageId: 'unset' },
    fix: { kind: 'manual' },
    verify: `
      [ -e /var/tmp/injected ] || exit 0
      ${DOCKER_PING}`,
  },
  {
    id: 'docker-host-malformed',
    area: 'socket',
    covers: ['F054'],
    suites: ['trixie'],
    user: 'alice',
    needs: ['docker-clients'],
    prepare: `
      sed -i '1i export DOCKER_HOST=unix:///run/user/1000/podman/podman.sock' /home/alice/.bashrc`,
    inject: `
      sed -i '1s|unix://||' /home/alice/.bashrc`,
    expect: { check: 'docker-host', messageId: 'malformed' },
    fix: { kind: 'manual' },
    verify: DOCKER_PING,
  },
  {
    id: 'service-older-than-podman',
    area: 'socket',
    covers: ['F068'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    // A service that stays, and then an update: another file of that name, whose version is as long as the old one.
    prepare: `
      printf '[Service]\\nExecStart=\\nExecStart=/usr/bin/podman system service --time=0\\n' |
        user_file alice .config/systemd/user/podman.service.d/stay.conf
      as alice 'systemctl --user daemon-reload; systemctl --user start podman.service'`,
    inject: `
      old=$(podman --version)
      old=\${old##* }
      dots=$(echo "$old" | sed 's/[.]/[.]/g')
      LC_ALL=C sed "s/$dots/\${old%.*}.9/g" /usr/bin/podman >/usr/bin/podman.new
      chmod 755 /usr/bin/podman.new
      mv /usr/bin/podman.new /usr/bin/podman`,
    expect: { check: 'podman-api-process', messageId: 'replaced' },
    fix: { kind: 'by-id', id: 'podman-service-restart', yes: 'disruptive' },
    // Who answers is what is installed.
    verify: `
      test "$(curl -sS --max-time 60 --unix-socket /run/user/1000/podman/podman.sock http://d/version |
        python3 -c 'import json, sys; print(json.load(sys.stdin)["Version"])')" = \\
        "$(podman --version | cut -d ' ' -f 3)"`,
  },
  {
    id: 'docker-took-the-socket',
    area: 'socket',
    covers: ['F055'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    needs: ['docker-clients'],
    // What the package podman-docker makes, for root; here it leads to the user.
    prepare: `
      ln -s /run/user/1000/podman/podman.sock /run/docker.sock`,
    // Docker is not on the shelf: its socket unit, and a service that only tells its name.
    inject: `
      groupadd --system docker
      usermod -aG docker alice
      printf '%s\\n' '#!/bin/sh' 'sed "/^.$/q" >/dev/null' \\
        'printf "HTTP/1.0 200 OK\\r\\n\\r\\n{\\"Platform\\":{\\"Name\\":\\"Docker Engine - Community\\"}}"' \\
        >/usr/local/bin/docker-engine
      chmod 755 /usr/local/bin/docker-engine
      printf '%s\\n' '[Socket]' ListenStream=/run/docker.sock SocketMode=0660 SocketGroup=docker \\
        Accept=yes >/etc/systemd/system/docker.socket
      printf '%s\\n' '[Service]' ExecStart=/usr/local/bin/docker-engine StandardInput=socket \\
        StandardOutput=socket >/etc/systemd/system/docker@.service
      rm /run/docker.sock
      systemctl daemon-reload
      systemctl start docker.socket`,
    expect: { check: 'docker-host', messageId: 'otherEngine' },
    fix: { kind: 'manual' },
    verify: `
      : "\${DOCKER_HOST:=unix:///var/run/docker.sock}"
      curl -sS --fail --max-time 60 --unix-socket "\${DOCKER_HOST#unix://}" http://d/version |
        grep 'Podman Engine'`,
  },
];
