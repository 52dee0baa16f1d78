import { defineSymptoms } from '../src/model/symptom.ts';

/** Quadlet, units of the user, and the journal. */
export const units = defineSymptoms([
  {
    id: 'quadlet-unit-missing',
    title: 'Quadlet made no unit of the file',
    covers: ['F044'],
    texts: [
      'Failed to start {name}.service: Unit {name}.service not found.',
      'Unit {name}.service could not be found.',
    ],
    causes: [
      { check: 'podman-version', because: 'Quadlet came with Podman 4.4.' },
      { check: 'podman-copies', because: 'The generator belongs to another podman.' },
      { check: 'quadlet', because: 'The generator refused the file, or does not see it.' },
    ],
    references: [
      'https://github.com/containers/podman/issues/25084',
      'https://docs.podman.io/en/latest/markdown/podman-systemd.unit.5.html',
    ],
  },
  {
    id: 'quadlet-unit-enabled',
    title: 'Units that Quadlet makes cannot be enabled by systemctl',
    covers: ['F045'],
    texts: [
      'Failed to enable unit: Unit {path}/systemd/generator/{name}.service is transient or generated',
    ],
    causes: [
      {
        because: 'The generator enables them itself, as the file says.',
        byHand: 'Write WantedBy=default.target below [Install] in the file, then daemon-reload.',
      },
      { check: 'linger', because: 'At boot they start only for users who linger.' },
      { check: 'user-unit-target', because: "multi-user.target is none of the user's manager." },
    ],
    references: ['https://docs.podman.io/en/latest/markdown/podman-systemd.unit.5.html'],
  },
  {
    id: 'journal-missing',
    title: 'Podman cannot write its events to the journal',
    covers: ['F165'],
    texts: [
      'unable to write pod event: "write unixgram ->/run/systemd/journal/socket: sendmsg: no such file or directory"',
      'write unixgram @->/run/systemd/journal/socket: sendmsg: no such file or directory',
      'write unixgram @->/run/systemd/journal/socket: sendmsg: connection refused',
    ],
    causes: [
      { check: 'event-journal', because: 'containers.conf names the journal, or it was stopped.' },
      {
        because: 'journald does not run here.',
        byHand: 'Set events_logger = "file" and log_driver = "k8s-file" in containers.conf.',
      },
    ],
    references: ['https://docs.podman.io/en/latest/markdown/podman-events.1.html'],
  },
]);
