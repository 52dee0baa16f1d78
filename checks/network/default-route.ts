import { whyNotDefaultPasta } from '../../src/domain/default-pasta.ts';
import { formatIpv4, rangesOverlap, sizeOfRange } from '../../src/domain/ipv4-range.ts';
import type { Versions } from '../../src/facts/versions.ts';
import {
  defineCheck,
  type Evidence,
  fail,
  notApplicable,
  pass,
  unknown,
  type Verdict,
} from '../../src/model/check.ts';
import type { Readable } from '../../src/model/fact.ts';
import type { Route } from '../../src/parse/proc-net.ts';
import { snapshotDate } from '../../src/parse/version.ts';

/**
 * pasta copies addresses and routes of the card behind the default route. Without one it takes a card that
 * has any route, and since November 2024 it starts without any; older versions refuse.
 */
export const defaultRoute = defineCheck({
  meta: {
    id: 'default-route',
    area: 'network',
    title: 'The host has a default route for pasta to copy',
    failureTitle: 'The host has no default route for pasta to copy',
    description:
      'This version of pasta does not start without one, or leaves containers without it.',
    severity: 'warning',
    needs: ['run'],
    covers: ['F096', 'F097'],
    since: '0.1.0',
    references: [
      'https://passt.top/passt/about/',
      'https://github.com/containers/podman/issues/21896',
      'https://github.com/containers/podman/issues/24614',
      'https://github.com/containers/podman/issues/18539',
    ],
    messages: {
      none: 'Neither IPv4 nor IPv6 has a default route, and pasta of {{passt}} does not start without.',
      offLink:
        'The default route is by {{gateway}}, which is in no network of {{device}}, and pasta of {{passt}} does not copy such a route.',
    },
    commands: {
      none: [
        'ip -4 route; ip -6 route',
        'networkctl status',
        'podman run --network none IMAGE   # on a host that is meant to be offline; or a newer passt',
      ],
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
    const date = dateOfPasta(facts.versions);
    if (routes.some(({ isDefault }) => isDefault)) return offLink(routes, date) ?? pass;
    if ((defaultDevices6 ?? []).length > 0) return pass;
    if (date === undefined) return unknown('there is no default route, and pasta says no version');
    return startsWithout(routes, date) ? pass : fail('none', { passt: date }, noneOf(routes));
  },
});

function dateOfPasta(versions: Readable<Versions>): number | undefined {
  const said = versions.state === 'known' ? versions.value['pasta']?.output : undefined;
  return snapshotDate(said ?? '');
}

/** Which pasta starts on a host without default route: podman#21896, podman#24614. */
const SINCE = { oneCard: 20_240_320, manyCards: 20_240_624, noCard: 20_241_127 };

function startsWithout(routes: readonly Route[], date: number): boolean {
  const cards = new Set(routes.map(({ device }) => device)).size;
  if (cards === 0) return date >= SINCE.noCard;
  return date >= (cards === 1 ? SINCE.oneCard : SINCE.manyCards);
}

function noneOf(routes: readonly Route[]): Evidence {
  return {
    kind: 'kernel',
    where: '/proc/net/route',
    found: `${routes.length} routes, none of them the default`,
    expected: 'a default route, or a newer passt',
  };
}

/** On that day the newest one still left such a route out (podman#18539). */
const COPIES_ALL_SINCE = 20_230_512;

/** Clouds give a host one address, /32, and a gateway that is in no network of its. */
function offLink(routes: readonly Route[], date: number | undefined): Verdict<'offLink'> | null {
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
    { gateway, device, passt: date },
    {
      kind: 'kernel',
      where: '/proc/net/route',
      found: `default via ${gateway} dev ${device}`,
      expected: `a gateway in a network of ${device}, or a newer passt`,
    },
  );
}
