import { type Correction, corrections } from '../src/domain/containers-conf-corrections.ts';
import { placeData } from '../src/domain/setting-place.ts';
import {
  type DropInFolder,
  dropInFolder,
  dropInPath,
  dropInStep,
} from '../src/domain/user-drop-in.ts';
import { blocked, change, defineFix, manual, noop, type Plan } from '../src/model/fix.ts';
import { quote } from '../src/parse/shell.ts';
import { isAtLeast } from '../src/parse/version.ts';

/** First Podman with drop-ins (https://github.com/containers/common/pull/615, common 0.40). */
const FIRST_WITH_DROP_INS = '3.3';

/** The file with the wrong value stays as somebody wrote it: the drop-in says more. */
export const containersConfDropIn = defineFix({
  meta: {
    id: 'containers-conf-drop-in',
    title: 'Override settings of containers.conf that Podman cannot use',
    description:
      'Writes a drop-in of the user with the right value of a setting that stops Podman on this host: a runtime that is not there, a network backend or cgroup manager that this Podman does not know, ulimits above those of the user, a journal that does not run.',
    effect: 'safe',
    after: ['helper-packages', 'package-reinstall'],
    since: '0.1.0',
    references: ['https://github.com/containers/common/blob/main/docs/containers.conf.5.md'],
  },
  requires: ['containersConf', 'versions', 'user'],
  consults: ['configuredPaths', 'tools', 'init', 'cgroup', 'limits', 'journal'],
  plan(facts) {
    const { containersConf, versions, user, ...rest } = facts;
    if (containersConf.state === 'absent') return blocked(containersConf.because);
    if (user.state === 'absent') return blocked(user.because);
    const podman = versions.state === 'known' ? versions.value.podman?.version : undefined;
    if (podman === undefined) return blocked('Podman itself is not installed');
    const conf = containersConf.value;
    const [first, ...more] = corrections({ conf, podman, ...rest });
    if (first === undefined)
      return noop('containers.conf has no setting that has to be overridden');
    const [problem] = conf.problems;
    if (problem !== undefined) {
      return manual(`${problem.file} is no valid TOML, and Podman reads no further`, 'podman info');
    }
    const folder = dropInFolder('containers.conf', conf.files, user.value.uid === 0);
    if (!isAtLeast(podman, FIRST_WITH_DROP_INS)) {
      return byHand(first, `this Podman reads no drop-ins: ${FIRST_WITH_DROP_INS} is the first`);
    }
    return folder === undefined
      ? byHand(first, 'CONTAINERS_CONF names the one file that counts')
      : planSteps(folder, [first, ...more]);
  },
});

function planSteps(folder: DropInFolder, wrong: readonly [Correction, ...Correction[]]): Plan {
  const stuck = wrong.find(
    ({ key, setting }) => !isBefore(setting.file, folder, dropInPath(folder, topicOf(key))),
  );
  if (stuck !== undefined)
    return byHand(stuck, `${stuck.setting.file} is read after every drop-in`);
  const [first, ...more] = wrong.map((one) => step(folder, one));
  const notes = wrong.some(({ key }) => key === 'network.network_backend') ? [NETWORKS] : [];
  return first === undefined ? noop('nothing is wrong') : change([first, ...more], { notes });
}

const NETWORKS =
  'Networks that were made for CNI are not taken over: make those that are needed again with podman network create.';

/** Not CONTAINERS_CONF_OVERRIDE, and no drop-in that sorts after ours. */
function isBefore(file: string, folder: DropInFolder, path: string): boolean {
  if (file.startsWith(`${folder.path}/`)) return file < path;
  return `${file}.d` === folder.path || /^\/(?:etc|usr\/share)\/containers\//u.test(file);
}

function step(
  folder: DropInFolder,
  { key, setting, value }: Correction,
): ReturnType<typeof dropInStep> {
  const [table = '', name = ''] = key.split('.');
  const text =
    typeof value === 'string'
      ? JSON.stringify(value)
      : `[${value.map((item) => JSON.stringify(item)).join(', ')}]`;
  return dropInStep(folder, topicOf(key), {
    summary: `Set ${name} = ${text}, over ${setting.file}`,
    content: `[${table}]\n${name} = ${text}\n`,
    effect: 'safe',
  });
}

function topicOf(key: string): string {
  return key.replace(/^.*\./u, '').replaceAll('_', '-');
}

function byHand({ key, setting }: Correction, because: string): Plan {
  const { file, line } = placeData(setting);
  return manual(
    `${because}: correct ${key} in ${file} line ${line}`,
    `grep -n ${key.replace(/^.*\./u, '')} ${quote(file)}`,
  );
}
