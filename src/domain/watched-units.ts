import { DOCKER_UNITS } from './docker-units.ts';

/** Units of the system that others bring: of these it only matters whether they run. */
export const WATCHED_UNITS = [
  ...DOCKER_UNITS,
  'network-online.target',
  'systemd-journald.socket',
  'systemd-journald.service',
  'fapolicyd.service',
  'nftables.service',
] as const;
