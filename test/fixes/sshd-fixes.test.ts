import { sshdForwarding } from '../../fixes/sshd-forwarding.ts';
import { sshdHardening } from '../../fixes/sshd-hardening.ts';
import type { FactValues } from '../../src/facts/index.ts';
import { absent, unreadable } from '../../src/model/fact.ts';
import { parseSshdConfig } from '../../src/parse/sshd-config.ts';
import { alice } from '../helpers/fix-facts.ts';
import { testFix } from '../helpers/fix-tester.ts';
import { sshdTest } from '../helpers/session-facts.ts';

const FOLDER = '/etc/ssh/sshd_config.d';
const INCLUDE = `Include ${FOLDER}/*.conf`;

/** sshd_config, and drop-ins by name. */
function config(
  main: string,
  dropIns: Readonly<Record<string, string>> = {},
): FactValues['sshdConfig'] {
  const meta = { status: 'ok', mode: 0o644, uid: 0, gid: 0, mtime: 1 } as const;
  const files = Object.entries(dropIns).map(([name, text]) => ({
    path: `${FOLDER}/${name}`,
    text,
    ...meta,
  }));
  return parseSshdConfig({ path: '/etc/ssh/sshd_config', text: main, ...meta }, files, []);
}

const base = {
  user: alice,
  systemUnits: new Map(),
  sshdEffective: unreadable('denied', 'only root may ask sshd'),
} as const;

const NO_SOCKETS = 'AllowStreamLocalForwarding no';
const forwarding = `${FOLDER}/00-podready-forwarding.conf`;
const HEAD = '# Written by podready; podready undo takes it back.\nMatch User alice\n';

testFix(sshdForwarding, {
  change: [
    {
      name: 'a drop-in forbids it for all',
      facts: { ...base, sshdConfig: config(INCLUDE, { '10-hardening.conf': NO_SOCKETS }) },
      steps: [
        {
          ...{ kind: 'write-file', as: 'root', guard: 'sshd', effect: 'loosens', undo: 'exact' },
          ...{ path: forwarding, before: null },
          content: `${HEAD}  AllowStreamLocalForwarding local\n`,
        },
      ],
      notes: /new login over the same route has to confirm it within 60 s/u,
    },
    {
      name: 'all forwarding is forbidden: the other kinds stay so',
      facts: { ...base, sshdConfig: config(`${INCLUDE}\nDisableForwarding yes`) },
      steps: [
        {
          content: `${HEAD}  DisableForwarding no\n  AllowTcpForwarding no\n  AllowAgentForwarding no\n  X11Forwarding no\n  PermitTunnel no\n  AllowStreamLocalForwarding local\n`,
        },
      ],
    },
    {
      name: 'a Match block after ours forbids it',
      facts: { ...base, sshdConfig: config(`${INCLUDE}\nMatch Group alice\n${NO_SOCKETS}`) },
      steps: [{ path: forwarding }],
    },
    {
      name: 'sshd itself says so too',
      facts: {
        ...base,
        sshdConfig: config(`${INCLUDE}\n${NO_SOCKETS}`),
        sshdEffective: sshdTest({ allowstreamlocalforwarding: ['no'] }),
      },
      steps: [{ path: forwarding }],
    },
  ],
  noop: [
    { name: 'nothing forbids it', facts: { ...base, sshdConfig: config(INCLUDE) } },
    {
      name: 'it is forbidden to others',
      facts: { ...base, sshdConfig: config(`${INCLUDE}\nMatch User bob\n${NO_SOCKETS}`) },
    },
  ],
  manual: [
    {
      name: 'nothing is included',
      facts: { ...base, sshdConfig: config(NO_SOCKETS) },
      because: /does not include/u,
    },
    {
      name: 'drop-ins are included for some only',
      facts: { ...base, sshdConfig: config(`${NO_SOCKETS}\nMatch User alice\n${INCLUDE}`) },
      because: /outside of Match blocks/u,
    },
    {
      name: 'a Match block before the drop-ins forbids it',
      facts: {
        ...base,
        sshdConfig: config(`Match User alice\n${NO_SOCKETS}\nMatch all\n${INCLUDE}`),
      },
      because: /outside of Match blocks|line 2 decides before/u,
    },
    {
      name: 'a Match block in a drop-in that sorts first forbids it',
      facts: {
        ...base,
        sshdConfig: config(INCLUDE, { '00-first.conf': `Match User alice\n${NO_SOCKETS}` }),
      },
      because: /00-first\.conf line 2 decides before/u,
    },
    {
      name: 'it depends on where the client is',
      facts: {
        ...base,
        sshdConfig: config(`${INCLUDE}\n${NO_SOCKETS}\nMatch Address 10.0.0.0/8\n${NO_SOCKETS}`),
        sshdEffective: sshdTest({ allowstreamlocalforwarding: ['no'] }),
      },
      because: /depends on where the client is/u,
    },
    {
      name: 'the files may not be read',
      facts: {
        ...base,
        sshdConfig: unreadable('denied', 'root can read it'),
        sshdEffective: sshdTest({ allowstreamlocalforwarding: ['no'] }),
      },
      because: /root can read it/u,
    },
    {
      name: 'the name is a pattern',
      facts: {
        ...base,
        user: { ...alice, name: 'al*' },
        sshdConfig: config(`${INCLUDE}\n${NO_SOCKETS}`),
      },
      because: /means something else/u,
    },
    {
      name: 'no systemd, which would take it back',
      facts: {
        ...base,
        systemUnits: absent('systemd does not run'),
        sshdConfig: config(`${INCLUDE}\n${NO_SOCKETS}`),
      },
      because: /nothing could take it back/u,
    },
    {
      name: 'our file is there, and something wins over it',
      facts: {
        ...base,
        sshdConfig: config(`${INCLUDE}\n${NO_SOCKETS}`, {
          '00-podready-forwarding.conf': 'Match User bob\nAllowStreamLocalForwarding yes',
        }),
      },
      because: /exists already/u,
    },
  ],
});

testFix(sshdHardening, {
  change: [
    {
      name: 'as distributions ship it',
      facts: { ...base, sshdConfig: config(`${INCLUDE}\nX11Forwarding yes`) },
      steps: [
        {
          ...{ kind: 'write-file', guard: 'sshd', effect: 'disruptive', undo: 'exact' },
          path: `${FOLDER}/00-podready-hardening.conf`,
        },
      ],
      notes: /New logins of alice need a key/u,
    },
  ],
  manual: [
    { name: 'nothing is included', facts: { ...base, sshdConfig: config('UsePAM yes') } },
    {
      name: 'no systemd, which would take it back',
      facts: { ...base, systemUnits: absent('no systemd'), sshdConfig: config(INCLUDE) },
    },
  ],
});
