import type { HostNetwork } from '../../src/facts/host-network.ts';
import {
  defineCheck,
  fail,
  notApplicable,
  pass,
  unknown,
  type Verdict,
} from '../../src/model/check.ts';

/** Measured with 5.4.2: the default network falls back to public servers, a bridge network fails. */
export const resolvConf = defineCheck({
  meta: {
    id: 'resolv-conf',
    area: 'network',
    title: '/etc/resolv.conf names the nameservers for containers',
    failureTitle: '/etc/resolv.conf cannot be used for containers',
    description:
      'Containers get their nameservers from this file; without it those on a network of their own do not start, and the others ask servers that may not be reachable.',
    severity: 'warning',
    needs: ['run'],
    covers: ['F098'],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man5/resolv.conf.5.html',
      'https://github.com/containers/podman/issues/19722',
    ],
    messages: {
      absent: '/etc/resolv.conf does not exist.',
      dangling: '/etc/resolv.conf is a link to {{target}}, which does not exist.',
      special: '/etc/resolv.conf is no regular file.',
      empty: '/etc/resolv.conf names no nameserver.',
    },
    commands: {
      absent: ['ls -l /etc/resolv.conf', 'systemctl status systemd-resolved NetworkManager'],
      dangling: ['ls -l /etc/resolv.conf', 'systemctl status systemd-resolved NetworkManager'],
      special: ['ls -l /etc/resolv.conf'],
      empty: ['cat /etc/resolv.conf', 'resolvectl status'],
    },
    fixes: [],
  },
  requires: ['hostNetwork'],
  consults: ['containersConf'],
  evaluate({ hostNetwork, containersConf }) {
    if (hostNetwork.state === 'absent') return notApplicable(hostNetwork.because);
    const network = hostNetwork.value;
    if (network.resolvConf === 'denied') {
      return unknown('/etc/resolv.conf is not readable by this user');
    }
    if (network.resolvConf !== 'ok') return unusable(network.resolvConf, network.resolvLink);
    if (network.nameservers.some(({ file }) => file === '/etc/resolv.conf')) return pass;
    const isConfigured =
      containersConf.state === 'known' &&
      containersConf.value.settings.has('containers.dns_servers');
    if (isConfigured) return pass;
    if (!hasDefaultRoute(network)) {
      return notApplicable('the host has no default route, and so no nameserver');
    }
    return fail(
      'empty',
      {},
      { kind: 'file', where: '/etc/resolv.conf', found: 'no nameserver', expected: EXPECTED },
    );
  },
});

const EXPECTED = 'a file with a line nameserver';

function unusable(
  status: 'absent' | 'dangling' | 'special',
  target: string,
): Verdict<'absent' | 'dangling' | 'special'> {
  const found = status === 'dangling' ? `a link to ${target}` : status;
  return fail(
    status,
    { target },
    { kind: 'file', where: '/etc/resolv.conf', found, expected: EXPECTED },
  );
}

function hasDefaultRoute({ routes, defaultDevices6 }: HostNetwork): boolean {
  return routes.some(({ isDefault }) => isDefault) || (defaultDevices6 ?? []).length > 0;
}
