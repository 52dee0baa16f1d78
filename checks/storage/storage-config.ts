import { placeData, placeOf } from '../../src/domain/setting-place.ts';
import { profileOf } from '../../src/domain/podman-profile.ts';
import { driverChoice } from '../../src/domain/storage-driver.ts';
import type { StorageConf } from '../../src/facts/storage-conf.ts';
import { defineCheck, type Finding, verdictOf } from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';
import type { Storage } from '../../src/parse/storage.ts';

type Message = 'syntax' | 'denied' | 'mountProgram' | 'mountProgramOfOther';

/** Measured: Podman 5.4 stops at a storage.conf that is no TOML; 4.3 says so and goes on without it. */
export const storageConfig = defineCheck({
  meta: {
    id: 'storage-config',
    area: 'storage',
    title: 'storage.conf is usable',
    failureTitle: 'storage.conf is not usable',
    description:
      'storage.conf says where images are and how they are mounted; with one that is wrong no command of Podman works.',
    severity: 'error',
    needs: ['run', 'api'],
    covers: ['F133'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/storage/blob/main/docs/containers-storage.conf.5.md',
    ],
    messages: {
      syntax: '{{file}} line {{line}} is no valid TOML: {{problem}}.',
      denied: '{{file}} may not be read by the user.',
      mountProgram:
        '{{file}} line {{line}} sets mount_program = "{{program}}", which does not exist.',
      mountProgramOfOther:
        '{{file}} line {{line}} sets mount_program, but the store in {{graphRoot}} has the driver {{driver}}, which refuses it.',
    },
    commands: {
      syntax: ['sed -n {{line}}p {{file}}', 'podman info'],
      denied: ['ls -ld {{file}}'],
      mountProgram: [
        'ls -l {{program}}',
        'grep -n mount_program {{file}}',
        'sudo apt-get install fuse-overlayfs',
      ],
      mountProgramOfOther: ['grep -n mount_program {{file}}', 'podman info --format {{format}}'],
    },
    fixes: ['storage-conf'],
  },
  requires: ['storageConf'],
  consults: ['configuredPaths', 'storage', 'versions'],
  evaluate({ storageConf, configuredPaths, storage, versions }) {
    const conf = valueOr(storageConf, undefined);
    if (conf === undefined) return verdictOf<Message>([]);
    const major = profileOf(versions)?.major ?? Number.MAX_SAFE_INTEGER;
    const paths =
      configuredPaths.state === 'known' ? configuredPaths.value : new Map<string, never>();
    return verdictOf<Message>([
      ...(major >= 5
        ? conf.problems.map(({ file, line, message }) => ({
            messageId: 'syntax' as const,
            data: { file, line, problem: message },
            evidence: [
              { kind: 'file', where: file, line, found: message, expected: 'TOML' },
            ] as const,
          }))
        : []),
      ...deniedFindings(conf),
      ...(storage.state === 'known' ? programFindings(conf, storage.value, paths) : []),
    ]);
  },
});

/** Only the file that would count: the last one. */
function deniedFindings({ files }: StorageConf): readonly Finding<Message>[] {
  const last = files.findLast(({ status }) => status !== 'absent');
  if (last?.status !== 'denied') return [];
  return [
    {
      messageId: 'denied',
      data: { file: last.path },
      evidence: [
        { kind: 'file', where: last.path, found: 'permission denied', expected: 'readable' },
      ],
    },
  ];
}

function programFindings(
  conf: StorageConf,
  storage: Storage,
  paths: ReadonlyMap<string, string>,
): readonly Finding<Message>[] {
  const { recorded, mountProgram } = driverChoice(storage, { state: 'known', value: conf });
  if (mountProgram === undefined || typeof mountProgram.value !== 'string') return [];
  const { file, line, value: program } = mountProgram;
  const at = {
    kind: 'file',
    ...placeOf({ file, line }),
    found: `mount_program = "${program}"`,
  } as const;
  const data = { ...placeData({ file, line }) };
  if (recorded === 'vfs') {
    return [
      {
        messageId: 'mountProgramOfOther',
        data: {
          ...data,
          graphRoot: storage.graphRoot,
          driver: recorded,
          format: '{{.Store.GraphDriverName}}',
        },
        evidence: [{ ...at, expected: 'no mount_program, or a store of the driver overlay' }],
      },
    ];
  }
  if (paths.get(program) !== 'absent') return [];
  return [
    {
      messageId: 'mountProgram',
      data: { ...data, program },
      evidence: [{ ...at, expected: 'the path of a program' }],
    },
  ];
}
