import type { Seccomp } from '../../src/facts/seccomp.ts';
import {
  defineCheck,
  fail,
  notApplicable,
  pass,
  unknown,
  type Verdict,
} from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';
import { isAtLeast, upstreamText } from '../../src/parse/version.ts';

/** First with faccessat2, which every program of musl 1.2.2 calls: what Alpine 3.14 asks of its host. */
const MINIMUM_LIBRARY = '2.4.4';

/**
 * A program that calls something new tries something older when the call does not exist (ENOSYS), and gives
 * up when it is forbidden (EPERM). Profiles of before 2021 forbid whatever they do not list.
 */
export const seccompProfile = defineCheck({
  meta: {
    id: 'seccomp-profile',
    area: 'version',
    title: 'The filter of system calls is as new as programs of today',
    failureTitle: 'The filter of system calls forbids what programs of newer images call',
    description:
      'Each container runs with a list of system calls that it may use. A list that is too old forbids new ones, and programs of newer images fail in strange ways.',
    severity: 'warning',
    needs: ['run', 'rootful'],
    covers: ['F155'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/common/pull/573',
      'https://github.com/containers/podman/issues/9645',
      'https://wiki.alpinelinux.org/wiki/Release_Notes_for_Alpine_3.14.0',
      'https://github.com/docker-library/php/issues/1178',
    ],
    messages: {
      override:
        '{{file}} takes the place of {{packaged}}, and forbids the system calls that it does not list.',
      library:
        '{{path}} is libseccomp {{version}}, and {{file}} forbids the system calls that it does not know; images of today need {{needed}}.',
    },
    commands: {
      override: ['diff {{file}} {{packaged}}', 'sudo mv {{file}} {{file}}.old'],
      library: ['ls -l {{path}}', 'sudo apt-get install libseccomp2'],
    },
    fixes: [],
  },
  requires: ['seccomp'],
  consults: ['containersConf'],
  evaluate({ seccomp, containersConf }) {
    const filter = valueOr(seccomp, undefined);
    if (containersConf.state === 'unreadable') return unknown(containersConf.because);
    const isSet =
      containersConf.state === 'known' &&
      containersConf.value.settings.has('containers.seccomp_profile');
    if (isSet) return notApplicable('containers.conf names another profile');
    const [used, packaged] = filter?.profiles ?? [];
    if (filter === undefined || used === undefined || used.unlistedIsUnknown) return pass;
    return packaged?.unlistedIsUnknown === true
      ? override(used.path, packaged.path)
      : libraryVerdict(used.path, filter.library);
  },
});

function override(file: string, packaged: string): Verdict<'override'> {
  const found = 'no defaultErrno';
  return fail(
    'override',
    { file, packaged },
    { kind: 'file', where: file, found, expected: '"defaultErrno": "ENOSYS"' },
  );
}

/** Where the distribution's profile forbids the rest, the list counts, and the library must know its names. */
function libraryVerdict(file: string, library: Seccomp['library']): Verdict<'library'> {
  if (library === null || isAtLeast(library.version, MINIMUM_LIBRARY)) return pass;
  const version = upstreamText(library.version);
  const { path } = library;
  return fail(
    'library',
    { path, version, file, needed: MINIMUM_LIBRARY },
    { kind: 'file', where: path, found: version, expected: `${MINIMUM_LIBRARY} or later` },
  );
}
