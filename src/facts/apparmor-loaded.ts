import { defineFact, known, stateOfExit } from '../model/fact.ts';
import { type LoadedProfile, parseLoadedProfiles } from '../parse/apparmor.ts';

/** Every profile that the kernel has, from a list that it shows to root. */
export const apparmorLoaded = defineFact({
  id: 'apparmorLoaded',
  title: 'Loaded AppArmor profiles',
  as: 'root',
  shares: 'system',
  probe: 'show /sys/kernel/security/apparmor/profiles',
  parse: (output) =>
    stateOfExit(output, '/sys/kernel/security/apparmor/profiles') ??
    known<readonly LoadedProfile[]>(parseLoadedProfiles(output.stdout)),
});
