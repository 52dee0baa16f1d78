import { defaultRoute } from '../../../checks/network/default-route.ts';
import type { Route } from '../../../src/parse/proc-net.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import {
  alice,
  hostNetworkOf,
  root,
  settingsOf,
  toolsOf,
  versionsOf,
} from '../../helpers/network-facts.ts';

const facts = {
  hostNetwork: hostNetworkOf(),
  tools: toolsOf('podman', 'pasta'),
  versions: versionsOf({ podman: '5.4.2' }),
  containersConf: settingsOf(),
  user: alice,
};

const by = (gateway: number, ...more: readonly Route[]) =>
  hostNetworkOf({
    routes: [
      { device: 'eth0', destination: [0, 0xff_ff_ff_ff], gateway, isDefault: true },
      ...more,
    ],
  });
const GATEWAY = 0xac_1f_01_01;
const link = (from: number, to: number): Route => ({
  device: 'eth0',
  destination: [from, to],
  gateway: 0,
  isDefault: false,
});
const passt = (version: string) =>
  versionsOf({ podman: '5.0.0', pasta: `passt version ${version}` });
const OLD = passt('0.0~git20230309.7c7625d-1');
const withRoutes = (date: string, ...routes: readonly Route[]) => ({
  ...facts,
  versions: passt(`0^${date}.g1e6f92b`),
  hostNetwork: hostNetworkOf({ routes }),
});
const LAN = link(0xac_1b_00_00, 0xac_1b_00_ff);
const VPN: Route = { ...LAN, device: 'wg0' };
const offline = withRoutes('20240220');
const cloud = { ...facts, versions: OLD, hostNetwork: by(GATEWAY, link(GATEWAY, GATEWAY)) };

testCheck(defaultRoute, {
  pass: [
    { name: 'IPv4', facts },
    {
      name: 'a gateway beside the network, and a newer passt',
      facts: { ...cloud, versions: passt('0^20240326.g4988e2b') },
    },
    {
      name: 'a gateway beside the network, and no package',
      facts: { ...cloud, versions: facts.versions },
    },
    {
      name: 'a gateway in the network, and an old passt',
      facts: { ...cloud, hostNetwork: by(GATEWAY, link(GATEWAY - 1, GATEWAY + 254)) },
    },
    { name: 'a tunnel, and an old passt', facts: { ...cloud, hostNetwork: by(0) } },
    {
      name: 'only IPv6',
      facts: { ...facts, hostNetwork: hostNetworkOf({ routes: [], defaultDevices6: ['eth0'] }) },
    },
    { name: 'one card without gateway', facts: withRoutes('20240320', LAN) },
    { name: 'two cards without gateway', facts: withRoutes('20240624', LAN, VPN) },
    { name: 'no route at all, and the passt of Debian 13', facts: withRoutes('20250503') },
  ],
  unknown: [
    {
      name: 'no route, and no version',
      facts: { ...facts, hostNetwork: hostNetworkOf({ routes: [] }) },
      because: /pasta says no version/u,
    },
  ],
  fail: [
    {
      name: 'a network without gateway, before passt took any card',
      facts: withRoutes('20240220', LAN),
      findings: [{ messageId: 'none', data: { passt: 20_240_220 } }],
    },
    {
      name: 'two cards, and a passt that takes the only one',
      facts: withRoutes('20240510', LAN, VPN),
      findings: [{ messageId: 'none' }],
    },
    {
      name: 'no route at all, before passt started without',
      facts: withRoutes('20240906'),
      findings: [{ messageId: 'none', evidence: [{ where: '/proc/net/route' }] }],
    },
    {
      name: 'a kernel without IPv6',
      facts: {
        ...withRoutes('20240220'),
        hostNetwork: hostNetworkOf({ routes: [], defaultDevices6: undefined }),
      },
      findings: [{ messageId: 'none' }],
    },
    {
      name: 'a gateway beside the network, and an old passt',
      facts: cloud,
      findings: [
        {
          messageId: 'offLink',
          data: { gateway: '172.31.1.1', device: 'eth0', passt: 20_230_309 },
          evidence: [{ found: 'default via 172.31.1.1 dev eth0' }],
        },
      ],
    },
  ],
  notApplicable: [
    { name: 'slirp4netns', facts: { ...offline, versions: versionsOf({ podman: '4.3.1' }) } },
    { name: 'root', facts: { ...offline, user: root } },
    {
      name: 'options of pasta',
      facts: {
        ...offline,
        containersConf: settingsOf({ 'network.pasta_options': ['-i', 'eth1'] }),
      },
    },
    { name: 'no Podman', facts: { ...offline, versions: {} } },
  ],
});
