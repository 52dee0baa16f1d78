import { lockNumbers } from '../../src/domain/lock-memory.ts';
import { placeOf } from '../../src/domain/setting-place.ts';
import {
  defineCheck,
  type Evidence,
  fail,
  notApplicable,
  pass,
  unknown,
  type Verdict,
} from '../../src/model/check.ts';
import type { LockMemory } from '../../src/parse/storage.ts';
import type { TomlSetting } from '../../src/parse/toml.ts';

/** Measured: `failed to open 4096 locks in /libpod_rootless_lock_1000: numerical result out of range`. */
export const storageLocks = defineCheck({
  meta: {
    id: 'storage-locks',
    area: 'storage',
    title: 'Podman has locks for its containers and volumes',
    failureTitle: 'Podman has no locks for its containers and volumes',
    description:
      'Each container, pod and volume has a lock in shared memory that the first command after a boot makes. When num_locks is changed later, every command stops; when all are taken, nothing new can be made.',
    severity: 'error',
    needs: ['run', 'api'],
    covers: ['F134', 'F135'],
    since: '0.1.0',
    references: [
      'https://docs.podman.io/en/latest/markdown/podman-system-renumber.1.html',
      'https://github.com/containers/podman/issues/16119',
      'https://github.com/containers/podman/issues/27093',
    ],
    messages: {
      changed: '{{path}} was made for another number of locks than the {{locks}} of {{where}}.',
      taken:
        'All {{locks}} locks in {{path}} are taken: each container, pod and volume has one, used or not.',
    },
    commands: {
      changed: [
        'grep -rn num_locks /etc/containers ~/.config/containers   # set it back, and podman works again',
        'pgrep -u "$(id -u)" conmon   # nothing may run: set it back and podman stop --all, where this prints something',
        'rm {{path}}',
        'podman system renumber',
      ],
      taken: [
        'podman volume ls',
        'podman ps --all',
        'podman volume prune',
        'podman container prune',
      ],
    },
    fixes: ['locks-renumber'],
  },
  requires: ['storage', 'containersConf'],
  evaluate({ storage, containersConf }) {
    const memory = storage.state === 'known' ? storage.value.locks : null;
    if (memory === null) return notApplicable('Podman made no locks since the boot');
    const numbers = lockNumbers(memory, containersConf);
    if (numbers === undefined) return notApplicable('the locks are files');
    const { wanted: locks, setting } = numbers;
    const { path, bytes } = memory;
    if (bytes === 0) return pass;
    if (numbers.fits) return freeVerdict(memory, locks);
    return fail(
      'changed',
      { path, locks, where: setting?.file ?? 'the default' },
      { kind: 'file', where: path, found: `${bytes} bytes`, expected: `room for ${locks} locks` },
      ...(setting === undefined ? [] : [settingEvidence(setting, locks)]),
    );
  },
});

function freeVerdict({ path, hasFree }: LockMemory, locks: number): Verdict<'taken'> {
  if (hasFree === null) return unknown(`how many locks in ${path} are taken could not be read`);
  if (hasFree) return pass;
  return fail(
    'taken',
    { path, locks },
    { kind: 'file', where: path, found: `${locks} locks taken`, expected: 'a free one' },
  );
}

function settingEvidence(setting: TomlSetting, locks: number): Evidence {
  return {
    kind: 'file',
    ...placeOf(setting),
    found: `num_locks = ${locks}`,
    expected: 'the number at the first start after the boot',
  };
}
