/** Its name sorts after those of other drop-ins: the last assignment counts. */
export const DELEGATION_DROP_IN = '/etc/systemd/system/user@.service.d/zz-podready-delegate.conf';

/** What the documentation of rootless containers delegates; systemd itself keeps to a part of these. */
export const DELEGATED = ['cpu', 'cpuset', 'io', 'memory', 'pids'] as const;

/** The empty assignment takes away what earlier drop-ins said, `Delegate=no` too (systemd.resource-control(5)). */
export const DELEGATION_TEXT = `# Written by podready.\n[Service]\nDelegate=\nDelegate=${DELEGATED.join(' ')}\n`;
