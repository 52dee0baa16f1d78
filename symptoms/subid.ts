import { defineSymptoms } from '../src/model/symptom.ts';

const TROUBLESHOOTING = 'https://github.com/containers/podman/blob/main/troubleshooting.md';

/** Subordinate ids, and the programs that map them. */
export const subid = defineSymptoms([
  {
    id: 'no-subuid-range',
    title: 'The user has no subordinate uids',
    covers: ['F007', 'F013'],
    texts: [
      'cannot find UID/GID for user {user}: no subuid ranges found for user "{user}" in /etc/subuid - check rootless mode in man pages.',
      'cannot find UID/GID for user {user}: cannot read subids',
      'Using rootless single mapping into the namespace. This might break some images. Check /etc/subuid and /etc/subgid for adding sub*ids if not using a network user',
    ],
    causes: [
      { check: 'subuid-range', messageId: 'missing', because: 'No line names the user.' },
      { check: 'subid-owner-name', because: 'The line names the user by another spelling.' },
      { check: 'subid-syntax', because: 'The line is there, but malformed, so it is skipped.' },
      { check: 'subgid-range', messageId: 'missing', because: 'The gids are missing as well.' },
    ],
    references: [TROUBLESHOOTING, 'https://github.com/containers/podman/issues/2231'],
  },
  {
    id: 'too-few-ids',
    title: 'The namespace has too few ids for the owners of files in the image',
    covers: ['F008', 'F009', 'F020'],
    texts: [
      'potentially insufficient UIDs or GIDs available in user namespace (requested {number}:{number} for {path}): Check /etc/subuid and /etc/subgid if configured locally and run "podman system migrate": lchown {path}: invalid argument',
      'there might not be enough IDs available in the namespace (requested {number}:{number} for {path}): lchown {path}: invalid argument',
    ],
    causes: [
      { check: 'subuid-range', because: 'The uids delegated to the user are none or too few.' },
      { check: 'subgid-range', because: 'The gids delegated to the user are none or too few.' },
      {
        check: 'namespace-stale',
        because: 'The ranges are right, but the namespace is from before they were added.',
      },
      { check: 'subid-owner-name', because: 'The range is under another name of the user.' },
      { check: 'subid-syntax', because: 'The line with the range is malformed.' },
      { check: 'namespace-outdated', because: 'The namespace has ids of an earlier range.' },
      {
        because: 'A file in the image has an owner beyond 65535.',
        byHand: 'Compare the ids in the message with podman unshare cat /proc/self/uid_map.',
      },
    ],
    references: [TROUBLESHOOTING, 'https://github.com/containers/podman/issues/12715'],
  },
  {
    id: 'no-subgid-range',
    title: 'The subordinate gids of the user are missing or cannot be mapped',
    covers: ['F011'],
    texts: [
      'no subgid ranges found for group "{user}" in /etc/subgid',
      'cannot setup namespace using newgidmap: exit status 1',
      'cannot set up namespace using "{path}/newgidmap": exit status 1',
    ],
    causes: [
      { check: 'subgid-range', because: '/etc/subgid has no range, or too short a one.' },
      { check: 'subid-parity', because: 'The two files give the user different blocks.' },
      { check: 'subid-owner-name', because: 'The line names the user by another spelling.' },
      { check: 'subid-helpers', because: 'newgidmap is not privileged.' },
    ],
    references: ['https://github.com/containers/podman/issues/12147'],
  },
  {
    id: 'subid-line-malformed',
    title: 'A line of /etc/subuid or /etc/subgid cannot be read',
    covers: ['F012'],
    texts: [
      'cannot parse subuid/gid information: Format not correct for /etc/subuid file',
      'string to int conversion failed during subuid/gid parsing: {name}',
    ],
    causes: [{ check: 'subid-syntax', because: 'A line has another form than name:start:count.' }],
    references: ['https://docs.podman.io/en/latest/markdown/podman.1.html#rootless-mode'],
  },
  {
    id: 'id-range-not-allowed',
    title: 'newuidmap refuses the ids as not delegated to the user',
    covers: ['F013'],
    texts: [
      'newuidmap: uid range [{number}-{number}) -> [{number}-{number}) not allowed',
      'newgidmap: gid range [{number}-{number}) -> [{number}-{number}) not allowed',
      'cannot set up namespace using "/usr/bin/newuidmap": exit status 1',
    ],
    causes: [
      {
        check: 'subid-owner-name',
        because: 'The file spells the user otherwise than the system does.',
      },
      { check: 'subuid-range', because: 'The user has no such range in /etc/subuid.' },
      { check: 'subgid-range', because: 'The user has no such range in /etc/subgid.' },
      { check: 'subid-syntax', because: 'The line with the range is malformed.' },
      { check: 'subid-self-overlap', because: 'Ranges of the user share ids.' },
      { check: 'no-new-privileges', because: 'newuidmap runs without privilege.' },
      { check: 'userns-attempt', because: 'An attempt with the same ranges fails as well.' },
    ],
    references: [
      'https://github.com/containers/podman/issues/19334',
      'https://man7.org/linux/man-pages/man1/newuidmap.1.html',
    ],
  },
  {
    id: 'subid-file-missing',
    title: 'Podman looks for the ranges in /etc/subuid, and the file is not there',
    covers: ['F014'],
    texts: [
      'Cannot find mappings for user "{user}": open /etc/subuid: no such file or directory',
      'open /etc/subuid: no such file or directory',
      'open /etc/subgid: no such file or directory',
    ],
    causes: [
      { check: 'subuid-range', because: 'No source gives the user uids.' },
      { check: 'subgid-range', because: 'No source gives the user gids.' },
      { check: 'podman-copies', because: 'The podman that runs is not that of the distribution.' },
      {
        check: 'subid-source',
        because: 'The ranges come from nsswitch, and this podman was built without libsubid.',
      },
    ],
    references: ['https://github.com/containers/podman/issues/25041'],
  },
  {
    id: 'subid-file-denied',
    title: 'The user may not read the files of subordinate ids',
    covers: ['F016'],
    texts: [
      'Error: open /etc/subuid: permission denied',
      'Error: open /etc/subgid: permission denied',
    ],
    causes: [{ check: 'subid-files-readable', because: 'The mode of a file was hardened.' }],
    references: ['https://man7.org/linux/man-pages/man5/subuid.5.html'],
  },
  {
    id: 'auto-userns-user-missing',
    title: 'The pool of ids for --userns=auto does not exist',
    covers: ['F018'],
    texts: [
      'Cannot find mappings for user "containers": no subuid ranges found for user "containers" in /etc/subuid',
    ],
    causes: [
      { check: 'auto-userns-pool', because: 'containers.conf asks for it, and nobody has ids.' },
      {
        because: 'As root, --userns=auto takes ids from the ranges of the user "containers".',
        byHand: 'Give the user containers a range in both files, or set root-auto-userns-user.',
      },
    ],
    references: [TROUBLESHOOTING, 'https://github.com/containers/podman/issues/10906'],
  },
  {
    id: 'ids-used-up',
    title: 'Other containers hold all ids of the user',
    covers: ['F018', 'F019'],
    texts: ['Error: creating container storage: not enough unused IDs in user namespace'],
    causes: [
      { check: 'subuid-range', because: 'The range is too short for another container.' },
      { check: 'namespace-stale', because: 'The namespace has fewer ids than are delegated.' },
      { check: 'auto-userns-pool', because: 'As root: no ids are reserved for --userns=auto.' },
      {
        because: 'A container with --userns=keep-id or nomap occupies every id.',
        byHand: 'Make it again with --userns=keep-id:size=65536, or delegate a larger range.',
      },
    ],
    references: [TROUBLESHOOTING],
  },
  {
    id: 'id-helper-missing',
    title: 'newuidmap or newgidmap is not installed',
    covers: ['F021'],
    texts: [
      'command required for rootless mode with multiple IDs: exec: "newuidmap": executable file not found in $PATH',
      'exec: "newuidmap": executable file not found in $PATH',
      'exec: "newgidmap": executable file not found in $PATH',
      'command required for rootless mode with multiple IDs: exec: "newgidmap": executable file not found in $PATH',
    ],
    causes: [
      { check: 'subid-helpers', messageId: 'missing', because: 'The program is not on the PATH.' },
      { check: 'userns-attempt', because: 'An attempt fails for want of it.' },
    ],
    references: [TROUBLESHOOTING, 'https://github.com/containers/podman/issues/2788'],
  },
  {
    id: 'id-helper-unprivileged',
    title: 'newuidmap or newgidmap has lost its privilege',
    covers: ['F022'],
    texts: [
      'cannot set up namespace using "/usr/bin/newuidmap": should have setuid or have filecaps setuid: exit status 1',
      'cannot set up namespace using "/usr/bin/newgidmap": should have setgid or have filecaps setgid: exit status 1',
      'cannot setup namespace using newuidmap: exit status 1',
    ],
    causes: [
      {
        check: 'subid-helpers',
        because: 'It is neither setuid root nor has it the file capability.',
      },
      { check: 'no-new-privileges', because: 'The session may not gain privileges at all.' },
      { check: 'subuid-range', because: 'The user has no such ids.' },
      { check: 'subid-owner-name', because: 'The range is under another name of the user.' },
      { check: 'userns-attempt', because: 'An attempt with the same ranges fails as well.' },
    ],
    references: [
      'https://github.com/containers/podman/issues/12637',
      'https://github.com/containers/podman/issues/21029',
    ],
  },
]);
