import { upgradeHelpers } from '../../../checks/version/upgrade-helpers.ts';
import type { Versions } from '../../../src/facts/versions.ts';
import { absent } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { alice, root, settingsOf, toolsOf, versionsOf } from '../../helpers/network-facts.ts';

const NEW = {
  podman: '5.8.1',
  netavark: '2.0.0-dev',
  'aardvark-dns': '2.0.0',
  crun: '1.21',
  conmon: '2.1.12',
};
const facts = {
  user: alice,
  tools: toolsOf('podman', 'crun', 'netavark', 'aardvark-dns', 'conmon', 'pasta', 'nft'),
  versions: versionsOf(NEW),
  containersConf: settingsOf(),
};

/** Somebody put a helper into /usr/local. */
function byHand(name: keyof Versions, text: string, all: Versions = facts.versions): Versions {
  const more = versionsOf({ [name]: text })[name];
  return more === undefined ? all : { ...all, [name]: { ...more, path: `/usr/local/bin/${name}` } };
}

testCheck(upgradeHelpers, {
  pass: [
    { name: 'all are new enough', facts },
    { name: 'no Podman yet', facts: { ...facts, versions: versionsOf({}), tools: toolsOf() } },
    { name: 'no programs', facts: { ...facts, tools: absent('none') } },
    {
      name: 'an old crun that is not used',
      facts: {
        ...facts,
        tools: toolsOf('podman', 'crun', 'runc', 'netavark', 'pasta', 'nft'),
        versions: versionsOf({ ...NEW, crun: '1.8', runc: '1.2.5' }),
        containersConf: settingsOf({ 'engine.runtime': 'runc' }),
      },
    },
    {
      name: 'a copy of somebody, which is the business of another check',
      facts: { ...facts, versions: byHand('netavark', '1.12.0') },
    },
    {
      name: 'root, who needs no pasta',
      facts: { ...facts, user: root, tools: toolsOf('podman', 'crun', 'netavark', 'nft') },
    },
  ],
  fail: [
    {
      name: 'Debian 13',
      facts: {
        ...facts,
        versions: versionsOf({ ...NEW, netavark: '1.14.0', 'aardvark-dns': '1.14.0' }),
      },
      findings: [
        {
          messageId: 'tooOld',
          data: {
            name: 'netavark',
            path: '/usr/bin/netavark',
            version: '1.14.0',
            needed: '2.0.0',
            target: 'Podman 6',
          },
          evidence: [{ kind: 'command', where: '/usr/bin/netavark --version' }],
        },
        { messageId: 'tooOld' },
      ],
    },
    {
      name: 'runc and conmon that were built by hand, which work still',
      facts: {
        ...facts,
        tools: toolsOf('podman', 'runc', 'netavark', 'pasta', 'nft'),
        versions: {
          ...byHand('conmon', '2.1.0', versionsOf({ podman: '5.8.1' })),
          ...versionsOf({ runc: '1.1.5' }),
        },
      },
      findings: [
        {
          messageId: 'tooOld',
          data: {
            name: 'runc',
            path: '/usr/bin/runc',
            version: '1.1.5',
            needed: '1.1.11',
            target: 'Podman 6',
          },
        },
        { messageId: 'tooOld' },
      ],
    },
    {
      name: 'a Podman of /usr/local with its own netavark',
      facts: {
        ...facts,
        versions: byHand('podman', '5.8.1', byHand('netavark', '1.12.0')),
      },
      findings: [{ messageId: 'tooOld' }],
    },
    {
      name: 'Podman 4 with CNI, to 5',
      facts: {
        ...facts,
        tools: toolsOf('podman', 'crun'),
        versions: versionsOf({ podman: '4.3.1', crun: '1.8.1' }),
      },
      target: '5',
      findings: [
        { messageId: 'tooOld' },
        {
          messageId: 'missing',
          data: {
            name: 'pasta',
            purpose: 'connects rootless containers',
            package: 'passt',
            target: 'Podman 5',
          },
        },
        { messageId: 'missing' },
      ],
    },
    {
      name: 'no nft',
      facts: { ...facts, tools: toolsOf('podman', 'crun', 'netavark', 'pasta') },
      findings: [{ messageId: 'missing', evidence: [{ where: 'command -v nft' }] }],
    },
  ],
  notApplicable: [{ name: 'no target', facts, target: null }],
  unknown: [
    {
      name: 'helpers of another place, whose versions were not asked',
      facts: {
        ...facts,
        tools: toolsOf('podman', 'crun'),
        versions: versionsOf({ ...NEW, netavark: '1.4.0', conmon: '2.0.5' }),
        containersConf: settingsOf({
          'engine.helper_binaries_dir': ['/opt/podman'],
          'engine.conmon_path': ['/opt/podman/conmon'],
        }),
      },
    },
    {
      name: 'runc, which was not asked beside crun',
      facts: {
        ...facts,
        tools: toolsOf('podman', 'crun', 'runc', 'netavark', 'pasta', 'nft'),
        containersConf: settingsOf({ 'engine.runtime': 'runc' }),
      },
      because: /version of runc/u,
    },
    {
      name: 'a netavark that does not say',
      facts: { ...facts, versions: versionsOf({ ...NEW, netavark: 'built by hand' }) },
      because: /version of netavark/u,
    },
  ],
});
