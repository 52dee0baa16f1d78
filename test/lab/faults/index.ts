import type { LabFault } from '../fault.ts';
import { apparmorFaults } from './apparmor.ts';
import { cgroupFaults } from './cgroup.ts';
import { firewallFaults } from './firewall.ts';
import { identityFaults } from './identity.ts';
import { kernelFaults } from './kernel.ts';
import { limitFaults } from './limit.ts';
import { networkFaults } from './network.ts';
import { registryFaults } from './registry.ts';
import { selinuxFaults } from './selinux.ts';
import { sessionFaults } from './session.ts';
import { socketFaults } from './socket.ts';
import { sshFaults } from './ssh.ts';
import { storageFaults } from './storage.ts';
import { subidFaults } from './subid.ts';
import { usernsFaults } from './userns.ts';
import { versionFaults } from './version.ts';

export const faults: readonly LabFault[] = [
  ...kernelFaults,
  ...usernsFaults,
  ...subidFaults,
  ...cgroupFaults,
  ...sessionFaults,
  ...socketFaults,
  ...sshFaults,
  ...selinuxFaults,
  ...apparmorFaults,
  ...firewallFaults,
  ...networkFaults,
  ...storageFaults,
  ...registryFaults,
  ...versionFaults,
  ...limitFaults,
  ...identityFaults,
];
