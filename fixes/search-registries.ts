import { searchRegistries as searched } from '../src/domain/registries.ts';
import { dropInFolder, dropInPath, dropInStep } from '../src/domain/user-drop-in.ts';
import { blocked, change, defineFix, manual, noop } from '../src/model/fix.ts';

/** With one registry no short name is ambiguous, so that nobody has to be asked. */
const REGISTRY = 'docker.io';
const TOPIC = 'search';

export const searchRegistries = defineFix({
  meta: {
    id: 'search-registries',
    title: 'Look for short names of images on docker.io',
    description:
      'Writes a drop-in of the user that names docker.io as the registry where images without a registry in their name are looked for.',
    effect: 'loosens',
    gains:
      'Whoever has a name on docker.io: an image that is asked for without its registry is taken from there.',
    after: [],
    since: '0.1.0',
    references: [
      'https://github.com/containers/image/blob/main/docs/containers-registries.conf.d.5.md',
    ],
  },
  requires: ['registriesConf', 'user'],
  plan({ registriesConf, user }) {
    if (registriesConf.state === 'absent') return blocked(registriesConf.because);
    if (user.state === 'absent') return blocked(user.because);
    const { files, problems } = registriesConf.value;
    const { registries, setting } = searched(registriesConf.value);
    if (registries.length > 0)
      return noop(`short names are looked for on ${registries.join(', ')}`);
    const [problem] = problems;
    if (problem !== undefined) return manual(`${problem.file} is no valid TOML: correct it first`);
    const folder = dropInFolder('registries.conf', files, user.value.uid === 0);
    const later = setting?.file ?? '';
    if (folder === undefined)
      return manual('CONTAINERS_REGISTRIES_CONF names the one file that counts');
    if (later >= dropInPath(folder, TOPIC) && later.startsWith(`${folder.path}/`)) {
      return manual(`${later} empties the list after every drop-in of podready`);
    }
    return change([
      dropInStep(folder, TOPIC, {
        summary: `Look for short names on ${REGISTRY}`,
        content: `unqualified-search-registries = ["${REGISTRY}"]\n`,
        effect: 'loosens',
      }),
    ]);
  },
});
