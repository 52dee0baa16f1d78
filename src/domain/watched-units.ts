/** Units of the system that others bring: of these it only matters whether they run. */
export const WATCHED_UNITS = [
  'systemd-journald.socket',
  'systemd-journald.service',
  'fapolicyd.service',
] as const;
