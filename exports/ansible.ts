import {
  type ExportedFix,
  type ExportedPlan,
  type Exporter,
  exported,
} from '../src/model/exporter.ts';
import type { Step } from '../src/model/fix.ts';
import {
  data,
  label,
  lookupTask,
  type Mapping,
  tasksOf,
  UID,
  USER,
  variablesFor,
} from './parts/ansible-tasks.ts';
import { headOf } from './parts/head.ts';
import { yamlDocument } from './parts/yaml.ts';

const USAGE = [
  'Run it by: ansible-playbook -i INVENTORY FILE. A second run reports no change.',
  'Where Ansible logs in as one user and becomes another one, it needs pipelining or setfacl on the host.',
];

/** A play for ansible-core, of builtin modules alone. */
export const ansible: Exporter = {
  title: 'Ansible playbook',
  export: (plan) => exported(yamlDocument([playOf(plan)], headOf(plan, USAGE))),
};

function playOf(plan: ExportedPlan): Mapping {
  const steps = plan.fixes.flatMap((fix) => fix.steps);
  const becomes = steps.some(({ as }) => as === 'root');
  const isNew = steps.some(({ kind }) => kind === 'create-user');
  return {
    name: label(`Rootless Podman for ${plan.user.name}`),
    hosts: 'all',
    gather_facts: false,
    ...(becomes ? { become: true } : {}),
    vars: { [USER]: data(plan.user.name), ...variablesFor(steps) },
    tasks: [
      ...(isNew ? [] : identityTasks(plan, becomes)),
      ...plan.fixes.map((fix, at) => blockOf(fix, at + 1, becomes)),
    ],
  };
}

/** Nothing is done for somebody else of that name, nor as somebody else. */
function identityTasks({ user }: ExportedPlan, becomes: boolean): readonly Mapping[] {
  const { name = '', does } = lookupTask('Look the user up');
  return [
    { name, ...does },
    assertTask('Refuse another user of that name', `${UID} == '${user.uid ?? ''}'`),
    ...(becomes ? [] : LOGIN_TASKS),
  ];
}

function assertTask(name: string, that: string): Mapping {
  return { name, 'ansible.builtin.assert': { that: [that], quiet: true } };
}

const LOGIN_TASKS: readonly Mapping[] = [
  {
    name: 'Ask who logs in',
    'ansible.builtin.command': { argv: ['id', '-un'] },
    register: 'podready_login',
    changed_when: false,
    check_mode: false,
  },
  assertTask('Refuse to do it as somebody else', `podready_login.stdout == ${USER}`),
];

/** The tasks of one fix. A program that only makes the steps before it count is run when one of them changed something. */
function blockOf(fix: ExportedFix, number: number, becomes: boolean): Mapping {
  const earlier: string[] = [];
  const block = fix.steps.flatMap((step, at) => {
    const before = step.kind === 'run' ? [...earlier] : [];
    return tasksOf(step, `podready_${number}_${at + 1}`).map(({ name, does, isMinor }, index) => {
      const register = `podready_${number}_${at + 1}_${index + 1}`;
      const isFollowed = isMinor !== true && step.kind !== 'run' && runsAfter(fix, at);
      if (isFollowed)
        earlier.push(typeof does['register'] === 'string' ? does['register'] : register);
      return {
        name: label(name ?? step.summary),
        ...(isFollowed ? { register } : {}),
        ...does,
        ...(before.length > 0 && isMinor !== true ? { when: anyChanged(before) } : {}),
        ...(step.as === 'user' ? asUser(becomes) : {}),
      };
    });
  });
  return { name: label(`${fix.title} (${fix.id}, ${fix.effect})`), block };
}

function runsAfter({ steps }: ExportedFix, at: number): boolean {
  return steps.slice(at + 1).some(({ kind }: Step) => kind === 'run');
}

function anyChanged(registered: readonly string[]): string {
  return registered.map((one) => `${one} is changed`).join(' or ');
}

function asUser(becomes: boolean): Mapping {
  return {
    ...(becomes ? { become_user: `{{ ${USER} }}` } : {}),
    environment: {
      XDG_RUNTIME_DIR: `/run/user/{{ ${UID} }}`,
      DBUS_SESSION_BUS_ADDRESS: `unix:path=/run/user/{{ ${UID} }}/bus`,
    },
  };
}
