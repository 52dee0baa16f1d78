import { authorizedKey } from '../../fixes/authorized-key.ts';
import { podmanPackage } from '../../fixes/podman-package.ts';
import { serviceAccount } from '../../fixes/service-account.ts';
import { absent, unreadable } from '../../src/model/fact.ts';
import { NO_ACCOUNT } from '../helpers/fix-facts.ts';
import { testFix } from '../helpers/fix-tester.ts';

const THERE = { ...NO_ACCOUNT, exists: true, isHomeTaken: true };

testFix(serviceAccount, {
  change: [
    {
      name: 'there is no such user',
      facts: { targetAccount: NO_ACCOUNT },
      steps: [
        {
          kind: 'create-user',
          as: 'root',
          user: 'podman',
          home: '/home/podman',
          shell: '/bin/bash',
        },
      ],
    },
  ],
  noop: [{ name: 'there is one', facts: { targetAccount: THERE } }],
  blocked: [
    {
      name: 'somebody left a home of that name',
      facts: { targetAccount: { ...NO_ACCOUNT, isHomeTaken: true } },
      because: /\/home\/podman is there already/u,
    },
  ],
  manual: [
    { name: 'no useradd', facts: { targetAccount: { ...NO_ACCOUNT, hasUseradd: false } } },
    {
      name: 'a name of a directory service',
      facts: { targetAccount: { ...NO_ACCOUNT, name: String.raw`CORP\podman` } },
    },
    { name: 'an option', facts: { targetAccount: { ...NO_ACCOUNT, name: '-r' } } },
  ],
});

const NO_TOOLS = { paths: {}, onPath: {}, podmans: [], store: null, cniPlugins: {} };
const APT = { manager: 'apt', installed: [] } as const;

testFix(podmanPackage, {
  change: [
    {
      name: 'no podman on the PATH',
      facts: { targetAccount: THERE, packages: APT, tools: NO_TOOLS },
      steps: [{ kind: 'install-package', manager: 'apt', packages: ['podman'], reinstall: false }],
    },
    {
      name: 'its package is there, and the program is gone',
      facts: { targetAccount: THERE, packages: { ...APT, installed: ['podman'] }, tools: NO_TOOLS },
      steps: [{ kind: 'install-package', packages: ['podman'], reinstall: true }],
    },
  ],
  noop: [
    {
      name: 'it is there',
      facts: {
        targetAccount: THERE,
        packages: APT,
        tools: { ...NO_TOOLS, onPath: { podman: '/usr/local/bin/podman' } },
      },
    },
    { name: 'nobody could be asked yet', facts: { targetAccount: NO_ACCOUNT } },
  ],
  blocked: [
    {
      name: 'the packages cannot be read',
      facts: { targetAccount: THERE, packages: unreadable('denied', 'no'), tools: NO_TOOLS },
    },
  ],
  manual: [
    {
      name: 'a package manager that podready does not know',
      facts: { targetAccount: THERE, packages: { manager: null, installed: [] }, tools: NO_TOOLS },
    },
  ],
});

const KEY = { key: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ', fingerprint: 'SHA256:abc' };
const OTHER = { key: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIK', fingerprint: 'SHA256:def' };
const NO_FILE = absent('~/.ssh/authorized_keys does not exist');

testFix(authorizedKey, {
  change: [
    {
      name: 'no file',
      facts: { targetAccount: THERE, authorizedKeys: NO_FILE },
      keys: [KEY, OTHER],
      steps: [
        { kind: 'authorize-key', as: 'user', key: KEY.key, effect: 'loosens' },
        { kind: 'authorize-key', key: OTHER.key },
      ],
    },
    {
      name: 'one of two is let in',
      facts: { targetAccount: THERE, authorizedKeys: ['SHA256:abc'] },
      keys: [KEY, OTHER],
      steps: [{ kind: 'authorize-key', key: OTHER.key }],
    },
    {
      name: 'an account that is created before',
      facts: { targetAccount: NO_ACCOUNT, authorizedKeys: unreadable('denied', 'no such user') },
      keys: [KEY],
      steps: [{ kind: 'authorize-key', key: KEY.key }],
    },
  ],
  noop: [
    { name: 'no key was named', facts: { targetAccount: THERE, authorizedKeys: NO_FILE } },
    {
      name: 'it is let in',
      facts: { targetAccount: THERE, authorizedKeys: ['SHA256:abc'] },
      keys: [KEY],
    },
  ],
  blocked: [
    {
      name: 'the file cannot be read',
      facts: { targetAccount: THERE, authorizedKeys: unreadable('denied', 'no') },
      keys: [KEY],
    },
  ],
});
