import { FETCH, type LabFault, ROOTFUL_IMAGE, RUN, SERVE } from '../fault.ts';

export const firewallFaults: readonly LabFault[] = [
  {
    id: 'input-dropped',
    area: 'firewall',
    covers: ['F083'],
    suites: ['trixie', 'bookworm', 'bullseye'],
    user: 'alice',
    needs: ['publish:8080'],
    prepare: `as alice '${SERVE}'`,
    inject: `
      nft -f - <<'END'
table inet filter {
  chain input {
    type filter hook input priority filter; policy drop;
    ct state established,related accept
    iif lo accept
    tcp dport 22 accept
  }
}
END`,
    expect: { check: 'firewall-input-rootless' },
    fix: { kind: 'manual' },
    verify: FETCH,
    verifyAs: 'client',
  },
  {
    id: 'loopback-dropped',
    area: 'firewall',
    covers: [],
    suites: ['trixie'],
    user: 'alice',
    needs: ['publish:8080'],
    prepare: `as alice '${SERVE}'`,
    inject: `
      nft -f - <<'END'
table inet filter {
  chain input {
    type filter hook input priority filter; policy accept;
    iif lo tcp dport 8080 drop
  }
}
END`,
    expect: { check: 'firewall-published-port' },
    fix: { kind: 'manual' },
    verify: `test "$(curl -s --max-time 5 http://127.0.0.1:8080/)" = hello`,
  },
  {
    id: 'forward-dropped',
    area: 'firewall',
    covers: ['F081'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    needs: ['rootful', 'publish:8080'],
    prepare: `${ROOTFUL_IMAGE}; ${SERVE}`,
    inject: `
      nft -f - <<'END'
table inet other {
  chain forward { type filter hook forward priority filter; policy drop; }
}
END`,
    expect: { check: 'firewall-forward-rootful', together: ['firewall-container-egress'] },
    fix: { kind: 'manual' },
    verify: FETCH,
    verifyAs: 'client',
  },
  {
    id: 'container-dns-dropped',
    area: 'firewall',
    covers: ['F082'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    needs: ['rootful'],
    prepare: `
      ${ROOTFUL_IMAGE}
      podman network create lab
      podman run -d --name peer --network lab localhost/bb:1 /bin/busybox sleep 6000`,
    inject: `
      nft -f - <<'END'
table inet other {
  chain input {
    type filter hook input priority filter; policy drop;
    ct state established,related accept
    iif lo accept
    tcp dport 22 accept
  }
}
END`,
    expect: { check: 'firewall-dns' },
    fix: { kind: 'manual' },
    verify: 'timeout 60 podman run --rm --network lab localhost/bb:1 /bin/busybox nslookup peer',
    verifyAs: 'root',
  },
  {
    id: 'rules-flushed-on-reload',
    area: 'firewall',
    covers: ['F080'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    needs: ['rootful', 'publish:8080'],
    prepare: `${ROOTFUL_IMAGE}; ${SERVE}`,
    inject: `
      systemctl enable --now nftables.service
      systemctl restart nftables.service`,
    expect: { check: 'firewall-reload-flush' },
    fix: { kind: 'auto' },
    verify: FETCH,
    verifyAs: 'client',
  },
  {
    id: 'firewalld-closed',
    area: 'firewall',
    covers: ['F083'],
    suites: ['trixie'],
    user: 'alice',
    needs: ['publish:8080'],
    prepare: `as alice '${SERVE}'`,
    inject: 'apt-get -y install firewalld >/dev/null 2>&1',
    expect: { check: 'firewall-input-rootless' },
    fix: { kind: 'by-id', id: 'firewall-port', yes: 'safe' },
    verify: FETCH,
    verifyAs: 'client',
  },
  {
    id: 'ufw-closed',
    area: 'firewall',
    covers: ['F083'],
    suites: ['trixie'],
    user: 'alice',
    needs: ['publish:8080'],
    prepare: `as alice '${SERVE}'`,
    inject: `
      apt-get -y install ufw >/dev/null 2>&1
      ufw allow 22/tcp
      ufw --force enable`,
    expect: { check: 'firewall-input-rootless' },
    fix: { kind: 'by-id', id: 'firewall-port', yes: 'safe' },
    verify: FETCH,
    verifyAs: 'client',
  },
  {
    // Unloaded if some network has used it: a rule that holds it would keep it.
    id: 'nftables-module-forbidden',
    area: 'firewall',
    covers: ['F085'],
    suites: ['trixie'],
    user: 'alice',
    inject: `
      forget alice
      forget bob
      modprobe -r nft_fib_inet || true
      if grep -q '^nft_fib_inet ' /proc/modules; then exit 1; fi
      echo 'install nft_fib_inet /bin/false' >/etc/modprobe.d/hardening.conf`,
    expect: { check: 'nftables-modules', messageId: 'forbidden' },
    fix: { kind: 'manual' },
    verify: `
      podman network exists lab || podman network create lab >/dev/null
      podman run --rm --network lab localhost/bb:1 /bin/busybox true`,
  },
  {
    id: 'firewalld-reloaded',
    area: 'firewall',
    covers: ['F079'],
    suites: ['trixie'],
    user: 'alice',
    needs: ['rootful'],
    prepare: `
      apt-get -y install firewalld >/dev/null 2>&1
      systemctl start firewalld.service
      ${ROOTFUL_IMAGE}
      podman run -d --replace --name web --cap-add NET_RAW -p 8080:80 localhost/bb:1 /bin/busybox httpd -f -p 80 -h /www`,
    // Debian enables the unit that puts the rules back.
    inject: `
      systemctl disable --now netavark-firewalld-reload.service
      firewall-cmd --reload`,
    expect: {
      check: 'firewalld-reload',
      messageId: 'disabled',
      together: ['firewall-container-egress'],
    },
    fix: { kind: 'auto' },
    verify: 'timeout 60 podman exec web /bin/ping -c 3 -W 5 10.0.2.2',
    verifyAs: 'root',
  },
  {
    id: 'iptables-of-both-flavours',
    area: 'firewall',
    covers: ['F086'],
    suites: ['trixie'],
    user: 'alice',
    needs: ['rootful', 'publish:8080'],
    prepare: `${ROOTFUL_IMAGE}; ${SERVE}`,
    // A rule that neither nft nor iptables lists, beside those of netavark.
    inject: 'iptables-legacy -A FORWARD -d 10.88.0.0/16 -j DROP',
    expect: {
      check: 'iptables-flavours',
      messageId: 'both',
      together: ['firewall-forward-rootful'],
    },
    fix: { kind: 'manual' },
    verify: FETCH,
    verifyAs: 'client',
  },
  {
    id: 'iptables-not-installed',
    area: 'firewall',
    covers: ['F084'],
    suites: ['bookworm'],
    user: 'alice',
    needs: ['rootful'],
    prepare: ROOTFUL_IMAGE,
    inject: 'dpkg --remove --force-depends iptables',
    expect: { check: 'firewall-driver', messageId: 'missing' },
    fix: { kind: 'auto' },
    verify: RUN,
    verifyAs: 'root',
  },
];
