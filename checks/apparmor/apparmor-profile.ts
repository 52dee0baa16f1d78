import {
  defineCheck,
  fail,
  notApplicable,
  pass,
  unknown,
  type Verdict,
} from '../../src/model/check.ts';
import type { LoadedProfile } from '../../src/parse/apparmor.ts';
import type { TomlSetting } from '../../src/parse/toml.ts';

/**
 * containers.conf(5) `apparmor_profile`. Podman loads its own default itself; any other must have been
 * loaded by root, else: `AppArmor profile "X" specified but not loaded`. Rootless Podman leaves
 * AppArmor alone (seen with 5.4 on Debian 13: a name that does not exist changes nothing).
 */
export const apparmorProfile = defineCheck({
  meta: {
    id: 'apparmor-profile',
    area: 'apparmor',
    title: 'The AppArmor profile for containers is loaded',
    failureTitle: 'The AppArmor profile for containers is not loaded',
    description:
      'containers.conf names a profile that the kernel does not have; containers that root starts fail for it.',
    severity: 'error',
    needs: ['rootful'],
    covers: ['F078'],
    since: '0.1.0',
    references: [
      'https://docs.podman.io/en/latest/markdown/podman-run.1.html',
      'https://github.com/containers/common/blob/main/docs/containers.conf.5.md',
    ],
    messages: {
      notLoaded: '{{file}} sets apparmor_profile to "{{profile}}", which is not loaded.',
    },
    commands: {
      notLoaded: ['grep -n apparmor_profile {{file}}', 'sudo aa-status', 'sudoedit {{file}}'],
    },
    fixes: [],
  },
  requires: ['apparmorProfiles', 'containersConf'],
  consults: ['apparmorLoaded'],
  evaluate({ apparmorProfiles, containersConf, apparmorLoaded }) {
    if (apparmorProfiles.state !== 'known') return notApplicable(apparmorProfiles.because);
    if (containersConf.state !== 'known') return unknown(containersConf.because);
    const setting = containersConf.value.settings.get('containers.apparmor_profile');
    const profile = setting?.value;
    if (setting === undefined || typeof profile !== 'string' || profile === '') {
      return notApplicable('containers.conf names no AppArmor profile');
    }
    if (profile === 'unconfined' || profile.startsWith('containers-default-')) return pass;
    const loaded =
      apparmorLoaded.state === 'known' ? apparmorLoaded.value : apparmorProfiles.value.loaded;
    if (loaded === null) return unknown('the kernel shows its profiles to root only');
    return judge(profile, loaded, setting);
  },
});

function judge(
  profile: string,
  loaded: readonly LoadedProfile[],
  { file, line }: TomlSetting,
): Verdict<'notLoaded'> {
  if (loaded.some(({ name }) => name === profile)) return pass;
  return fail(
    'notLoaded',
    { file, profile },
    {
      kind: 'file',
      where: file,
      ...(line === null ? {} : { line }),
      found: `apparmor_profile = "${profile}"`,
      expected: 'a loaded profile',
    },
  );
}
