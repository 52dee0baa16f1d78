import { netavarkDriver } from '../../src/domain/firewall-driver.ts';
import {
  MODULE_COMMANDS,
  MODULE_MESSAGES,
  moduleProblem,
} from '../../src/domain/module-problem.ts';
import { defineCheck, notApplicable, unknown, verdictOf } from '../../src/model/check.ts';
import type { LayeredConfig } from '../../src/facts/containers-conf.ts';
import type { Versions } from '../../src/facts/versions.ts';
import type { Readable } from '../../src/model/fact.ts';
import type { TomlSettings } from '../../src/parse/toml.ts';

/**
 * What netavark's rules are made of: `ct state`, `fib daddr type local` and `masquerade` in a table of the
 * family inet (src/firewall/nft.rs of netavark). The kernel loads the modules when the rules are added.
 */
const NEEDED = ['nf_tables', 'nft_ct', 'nft_fib_inet', 'nft_masq'] as const;

export const nftablesModules = defineCheck({
  meta: {
    id: 'nftables-modules',
    area: 'firewall',
    title: 'The kernel has, or can load, the modules of netavark’s rules',
    failureTitle: 'The kernel cannot load a module that netavark’s rules need',
    description:
      'Containers on a bridge network (all rootful ones, and rootless ones of compose files) do not start.',
    severity: 'warning',
    needs: ['run', 'rootful'],
    covers: ['F085'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/netavark/issues/1057',
      'https://github.com/containers/netavark/blob/main/src/firewall/nft.rs',
      'https://man7.org/linux/man-pages/man5/modprobe.d.5.html',
    ],
    messages: MODULE_MESSAGES,
    commands: {
      ...MODULE_COMMANDS,
      missing: [
        'modinfo {{module}}',
        'zgrep -iE "NF_TABLES|NFT_" /proc/config.gz /boot/config-*',
        'uname -r   # install the package with all modules of this kernel, or another kernel',
      ],
    },
    fixes: [],
  },
  requires: ['kernelModules', 'versions', 'containersConf'],
  consults: ['sysctls', 'virtualization'],
  evaluate({ kernelModules, versions, containersConf, sysctls, virtualization }) {
    if (kernelModules.state !== 'known') return unknown(kernelModules.because);
    if (!usesNftables(versions, containersConf)) {
      return notApplicable('netavark is not there, or does not write its rules with nftables');
    }
    if (virtualization.state === 'known' && virtualization.value.container !== null) {
      return notApplicable('the modules belong to the host outside of this container');
    }
    const modules = kernelModules.value;
    if (!NEEDED.every((name) => modules.asked.includes(name))) {
      return unknown('these facts were gathered before the modules of nftables were asked for');
    }
    const problems = NEEDED.map((name) => moduleProblem(modules, name, sysctls));
    if (problems.includes('unknown')) return unknown('the list of kernel modules cannot be read');
    return verdictOf(problems.flatMap((one) => (one === null || one === 'unknown' ? [] : [one])));
  },
});

function usesNftables(versions: Readable<Versions>, conf: Readable<LayeredConfig>): boolean {
  const netavark = versions.state === 'known' ? versions.value['netavark']?.version : undefined;
  const settings: TomlSettings = conf.state === 'known' ? conf.value.settings : new Map();
  return netavark !== undefined && netavarkDriver(netavark, settings).name === 'nftables';
}
