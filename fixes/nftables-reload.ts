import { DAEMON_RELOAD } from '../src/domain/reload-step.ts';
import { flushOf, NFTABLES_DROP_IN, restoresAfterNftables } from '../src/domain/rule-restorers.ts';
import type { FactState } from '../src/model/fact.ts';
import type { Units } from '../src/parse/unit-properties.ts';
import { blocked, change, defineFix, noop, type Step } from '../src/model/fix.ts';

/** Root runs no program that a user's PATH leads to. */
const PODMAN = '/usr/bin/podman';
const UNIT = 'netavark-nftables-reload';

/** netavark has a unit of its own for this since 1.17. */
export const nftablesReload = defineFix({
  meta: {
    id: 'nftables-reload',
    title: "Put Podman's rules back after nftables.service",
    description:
      'Enables the unit of netavark that puts its rules back when nftables.service has flushed them; where netavark has none, a drop-in of that service does it. Then the rules are put back now.',
    effect: 'safe',
    after: ['helper-packages'],
    since: '0.1.0',
    references: [
      'https://docs.podman.io/en/latest/markdown/podman-network-reload.1.html',
      'https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html',
    ],
  },
  requires: ['firewall', 'tools'],
  consults: ['systemUnits'],
  plan({ firewall, tools, systemUnits }) {
    if (firewall.state === 'absent') return noop(firewall.because);
    if (tools.state === 'absent') return blocked(tools.because);
    if (flushOf(firewall.value) !== undefined && isStale(systemUnits)) {
      return change([DAEMON_RELOAD, RELOAD]);
    }
    if (flushOf(firewall.value) === undefined || restoresAfterNftables(firewall.value)) {
      return noop("nftables.service does not remove Podman's rules for good");
    }
    if (!tools.value.podmans.includes(PODMAN)) return blocked(`there is no ${PODMAN}`);
    const unit = firewall.value.units.find(({ name }) => name === UNIT);
    return unit === undefined
      ? change([DROP_IN, DAEMON_RELOAD, RELOAD])
      : change([enableStep(unit.active === 'active'), RELOAD]);
  },
});

/** A run that wrote the drop-in ended before systemd had read it. */
function isStale(units: FactState<Units>): boolean {
  return units.state === 'known' && units.value.get('nftables.service')?.needsReload === true;
}

function enableStep(active: boolean): Step {
  return {
    kind: 'enable-unit',
    summary: `Enable and start ${UNIT}.service`,
    as: 'root',
    effect: 'safe',
    undo: 'exact',
    manager: 'system',
    unit: `${UNIT}.service`,
    now: true,
    before: { enabled: false, active },
  };
}

/** `-`: a Podman that fails does not make the firewall fail. */
const COMMAND = `-${PODMAN} network reload --all`;

const DROP_IN: Step = {
  kind: 'write-file',
  summary: "Let nftables.service put Podman's rules back",
  as: 'root',
  effect: 'safe',
  undo: 'exact',
  path: NFTABLES_DROP_IN,
  content: `# Written by podready.\n[Service]\nExecStartPost=${COMMAND}\nExecReload=${COMMAND}\n`,
  mode: 0o644,
  before: null,
};

const RELOAD: Step = {
  kind: 'run',
  summary: "Put the rules of root's containers back now",
  as: 'root',
  effect: 'safe',
  undo: 'none',
  argv: ['podman', 'network', 'reload', '--all'],
};
