import { defineCheck, notApplicable, pass, unknown, verdictOf } from '../../src/model/check.ts';
import { isRoot, kernelRelease } from '../../src/domain/host.ts';
import {
  MODULE_COMMANDS,
  MODULE_MESSAGES,
  moduleProblem,
} from '../../src/domain/module-problem.ts';
import { profileOf } from '../../src/domain/podman-profile.ts';
import {
  driverChoice,
  mountProgramOf,
  mountsOverlayForUsers,
} from '../../src/domain/storage-driver.ts';
import type { StorageConf } from '../../src/facts/storage-conf.ts';
import type { Sysctls } from '../../src/facts/sysctls.ts';
import type { Tools } from '../../src/facts/tools.ts';
import type { User } from '../../src/facts/user.ts';
import type { Versions } from '../../src/facts/versions.ts';
import type { FactState, Readable } from '../../src/model/fact.ts';
import type { Storage } from '../../src/parse/storage.ts';

/**
 * Without the overlay module Podman says `'overlay' not found as a supported filesystem on this host`,
 * unless fuse-overlayfs does its work.
 */
export const overlayModule = defineCheck({
  meta: {
    id: 'overlay-module',
    area: 'kernel',
    title: 'The kernel has, or can load, overlay',
    failureTitle: 'The kernel cannot load overlay',
    description:
      'Images and containers live on overlay mounts. A store that was made with them cannot be used without the module.',
    severity: 'error',
    needs: ['run'],
    covers: ['F006', 'F110'],
    since: '0.1.0',
    references: [
      'https://docs.kernel.org/filesystems/overlayfs.html',
      'https://github.com/containers/podman/issues/20304',
    ],
    messages: MODULE_MESSAGES,
    commands: MODULE_COMMANDS,
    fixes: ['overlay-module'],
  },
  requires: ['kernelModules', 'storage', 'sysctls', 'tools', 'user'],
  consults: ['storageConf', 'versions', 'virtualization'],
  evaluate(facts) {
    const { kernelModules, sysctls, virtualization } = facts;
    if (kernelModules.state !== 'known') return unknown(kernelModules.because);
    const other = worksWithout(facts);
    if (other !== null) return notApplicable(other);
    const problem = moduleProblem(kernelModules.value, 'overlay', sysctls);
    if (problem === null) return pass;
    if (virtualization.state === 'known' && virtualization.value.container !== null) {
      return notApplicable('the modules belong to the host outside of this container');
    }
    if (problem === 'unknown') return unknown('the list of kernel modules does not say of overlay');
    return verdictOf([problem]);
  },
  explains: () => [{ check: 'overlay-support' }, { check: 'storage-driver' }],
});

/** Why the store does not need the module, if it is known not to. */
function worksWithout({
  storage,
  storageConf,
  sysctls,
  tools,
  user,
  versions,
}: {
  readonly storage: Readable<Storage>;
  readonly storageConf: FactState<StorageConf>;
  readonly sysctls: Readable<Sysctls>;
  readonly tools: Readable<Tools>;
  readonly user: Readable<User>;
  readonly versions: FactState<Versions>;
}): string | null {
  if (storage.state === 'absent') return null;
  const choice = driverChoice(storage.value, storageConf);
  const driver = choice.recorded ?? choice.configured ?? profileOf(versions)?.rootlessDriver;
  if (driver !== undefined && driver !== 'overlay') return `the store is of the driver ${driver}`;
  const isNative = isRoot(user) || mountsOverlayForUsers(kernelRelease(sysctls));
  const program = mountProgramOf(choice, isNative, tools);
  return program === undefined ? null : `${program} does the work of the module`;
}
