import { whyNotDefaultPasta } from '../../src/domain/default-pasta.ts';
import { formatIpv4, rangesOverlap, sizeOfRange } from '../../src/domain/ipv4-range.ts';
import type { Versions } from '../../src/facts/versions.ts';
import { defineCheck, fail, notApplicable, pass, type Verdict } from '../../src/model/check.ts';
import type { Readable } from '../../src/model/fact.ts';
import type { Route } from '../../src/parse/proc-net.ts';
import { snapshotDate } from '../../src/parse/version.ts';

/**
 * pasta copies addresses and routes of the card behind the default route. Without one, older versions
 * refuse to start; newer ones start a container that has only its loopback (measured with 2025_05_03).
 */
export const defaultRoute = defineCheck({
  meta: {
    id: 'default-route',
    area: 'network',
    title: 'The host has a default route for pasta to copy',
    failureTitle: 'The host has no default route for pasta to copy',
    description:
      'Rootless containers get no network but their loopback, or do not start, as pasta is older.',
    severity: 'warning',
    needs: ['run'],
    covers: ['F096', 'F097'],
    since: '0.1.0',
    references: [
      'https://passt.top/passt/about/',
      'https://github.com/containers/podman/issues/21896',
      'https://github.com/containers/podman/issues/18539',
    ],
    messages: {
      none: 'Neither IPv4 nor IPv6 has a default route: pasta finds no interface to connect containers to.',
      offLink:
        'The default route is by {{gateway}}, which is in no network of {{device}}, and pasta of {{passt}} does not copy such a route.',
    },
    commands: {
      none: ['ip -4 route show default', 'ip -6 route show default', 'networkctl status'],
      offLink: [
        'ip -4 route show default; ip -4 addr show dev {{device}}',
        'sudo apt-get install --only-upgrade passt',
        'podman run --network slirp4netns IMAGE   # until then',
      ],
    },
    fixes: [],
  },
  requires: ['hostNetwork', 'tools', 'versions', 'containersConf', 'user'],
  evaluate(facts) {
    const other = whyNotDefaultPasta(facts);
    if (other !== null) return notApplicable(other);
    if (facts.hostNetwork.state === 'absent') return notApplicable(facts.hostNetwork.because);
    const { routes, defaultDevices6 } = facts.hostNetwork.value;
    const hasRoute = routes.some(({ isDefault }) => isDefault);
    if (hasRoute) return offLink(routes, facts.versions) ?? pass;
    if ((defaultDevices6 ?? []).length > 0) return pass;
    return fail(
      'none',
      {},
      {
        kind: 'kernel',
        where: '/proc/net/route',
        found: `${routes.length} routes, none of them the default`,
        expected: 'a default route',
      },
    );
  },
});

/** On that day the newest one still left such a route out (podman#18539). */
const COPIES_ALL_SINCE = 20_230_512;

/** Clouds give a host one address, /32, and a gateway that is in no network of its. */
function offLink(
  routes: readonly Route[],
  versions: Readable<Versions>,
): Verdict<'offLink'> | null {
  const said = versions.state === 'known' ? versions.value['pasta']?.output : undefined;
  const date = snapshotDate(said ?? '');
  const [first] = routes.filter(({ isDefault }) => isDefault);
  if (date === undefined || date >= COPIES_ALL_SINCE) return null;
  if (first === undefined || first.gateway === 0) return null;
  const { device, gateway: by } = first;
  const isOnLink = routes.some(
    (route) =>
      !route.isDefault &&
      route.device === device &&
      sizeOfRange(route.destination) > 1 &&
      rangesOverlap(route.destination, [by, by]),
  );
  if (isOnLink) return null;
  const gateway = formatIpv4(by);
  return fail(
    'offLink',
    { gateway, device, passt: String(date) },
    {
      kind: 'kernel',
      where: '/proc/net/route',
      found: `default via ${gateway} dev ${device}`,
      expected: `a gateway in a network of ${device}, or a newer passt`,
    },
  );
}
