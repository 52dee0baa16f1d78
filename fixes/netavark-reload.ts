import { flushOf, NFTABLES_DROP_IN, restoresAfterNftables } from '../src/domain/rule-restorers.ts';
import { DAEMON_RELOAD } from '../src/domain/reload-step.ts';
import type { Firewall } from '../src/facts/firewall.ts';
import { blocked, change, defineFix, manual, noop, type Step } from '../src/model/fix.ts';

const PODMAN = '/usr/bin/podman';

/** netavark has a unit for firewalld since 1.9, and one for nftables.service since 1.17. */
export const netavarkReload = defineFix({
  meta: {
    id: 'netavark-reload',
    title: "Put Podman's rules back after the firewall is reloaded",
    description:
      'Enables the units of netavark that put its rules back when firewalld or nftables.service has removed them; where netavark has none for nftables.service, a drop-in does it. Then the rules are put back now.',
    effect: 'safe',
    after: ['helper-packages'],
    since: '0.2.0',
    references: [
      'https://docs.podman.io/en/latest/markdown/podman-network-reload.1.html',
      'https://github.com/containers/netavark/blob/main/docs/netavark-firewalld.7.md',
    ],
  },
  requires: ['firewall', 'tools'],
  plan({ firewall, tools }) {
    if (firewall.state === 'absent') return noop(firewall.because);
    if (tools.state === 'absent') return blocked(tools.because);
    // Root runs no program that a user's PATH leads to.
    if (!tools.value.podmans.includes(PODMAN)) return blocked(`there is no ${PODMAN}`);
    const lacksFirewalld = needsFirewalldUnit(firewall.value);
    if (lacksFirewalld && unitOf(firewall.value, 'netavark-firewalld-reload') === undefined) {
      return manual(
        'this netavark has no netavark-firewalld-reload.service: put the rules back after each reload of firewalld',
        'sudo podman network reload --all',
      );
    }
    const [first, ...rest] = [
      ...(lacksFirewalld ? [enableStep(firewall.value, 'netavark-firewalld-reload')] : []),
      ...nftablesSteps(firewall.value),
    ];
    return first === undefined
      ? noop("nothing removes Podman's rules for good")
      : change([first, ...rest, RELOAD]);
  },
});

function needsFirewalldUnit(firewall: Firewall): boolean {
  const isActive = unitOf(firewall, 'firewalld')?.active === 'active';
  return isActive && unitOf(firewall, 'netavark-firewalld-reload')?.enabled !== true;
}

function nftablesSteps(firewall: Firewall): readonly Step[] {
  if (flushOf(firewall) === undefined || restoresAfterNftables(firewall)) return [];
  return unitOf(firewall, 'netavark-nftables-reload') === undefined
    ? [DROP_IN, DAEMON_RELOAD]
    : [enableStep(firewall, 'netavark-nftables-reload')];
}

function unitOf({ units }: Firewall, name: string): Firewall['units'][number] | undefined {
  return units.find((unit) => unit.name === name);
}

function enableStep(firewall: Firewall, name: string): Step {
  const unit = unitOf(firewall, name);
  return {
    kind: 'enable-unit',
    summary: `Enable and start ${name}.service`,
    as: 'root',
    effect: 'safe',
    undo: 'exact',
    manager: 'system',
    unit: `${name}.service`,
    now: true,
    before: { enabled: unit?.enabled === true, active: unit?.active === 'active' },
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
