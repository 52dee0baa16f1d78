import { defineSymptoms } from '../src/model/symptom.ts';

const TROUBLESHOOTING = 'https://github.com/containers/podman/blob/main/troubleshooting.md';

/** Names of images, registries, and signatures. */
export const registry = defineSymptoms([
  {
    id: 'short-name-unresolved',
    title: 'The name of the image names no registry, and none is searched',
    covers: ['F137'],
    texts: [
      'short-name "{name}" did not resolve to an alias and no unqualified-search registries are defined in "/etc/containers/registries.conf"',
      'short-name "{name}" did not resolve to an alias and no containers-registries.conf(5) was found',
    ],
    causes: [
      { check: 'short-names', messageId: 'none', because: 'No file lists registries to search.' },
      { check: 'registries-conf', because: 'The file with the list is not read.' },
      {
        because: 'Debian and others ship no list.',
        byHand: 'Write the whole name, such as docker.io/library/alpine.',
      },
    ],
    references: [TROUBLESHOOTING, 'https://github.com/containers/podman/issues/12933'],
  },
  {
    id: 'short-name-ambiguous',
    title: 'Several registries could be meant, and nobody can be asked',
    covers: ['F138'],
    texts: ['short-name resolution enforced but cannot prompt without a TTY'],
    causes: [
      {
        check: 'short-names',
        messageId: 'ambiguous',
        because: 'Several registries are searched, and the mode is enforcing.',
      },
      {
        because: 'A script or a unit has no terminal.',
        byHand: 'Write the whole name of the image.',
      },
    ],
    references: [
      'https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md',
    ],
  },
  {
    id: 'registries-conf-broken',
    title: 'registries.conf cannot be read',
    covers: ['F139'],
    texts: [
      "loading registries configuration \"{path}\": Near line {number} (last key parsed ''): Bare keys cannot contain ':'",
      'loading registries configuration "{path}": toml: line {number}',
      'loading registries configuration "{path}": mixing sysregistry v1/v2 is not supported',
      'mixing sysregistry v1/v2 is not supported',
      "Near line {number} (last key parsed ''): Bare keys cannot contain ':'",
    ],
    causes: [
      { check: 'registries-conf', because: 'It is no valid TOML, or mixes the formats.' },
      { check: 'registries-format', because: 'It has tables of the old format.' },
    ],
    references: ['https://github.com/containers/podman/issues/9256'],
  },
  {
    id: 'policy-missing',
    title: 'There is no policy that says which images are trusted',
    covers: ['F140'],
    texts: [
      'open /etc/containers/policy.json: no such file or directory',
      'no policy.json file found at any of the following: "{path}", "/etc/containers/policy.json"',
    ],
    causes: [
      { check: 'policy-json', because: 'The package containers-common did not bring it.' },
      { check: 'podman-copies', because: 'This podman came without its configuration.' },
    ],
    references: ['https://github.com/containers/podman/issues/23852'],
  },
  {
    id: 'policy-rejects',
    title: 'The policy is broken, or rejects the image',
    covers: ['F141'],
    texts: [
      'invalid policy in "/etc/containers/policy.json": {name}',
      'Source image rejected: Running image {name} is rejected by policy.',
      'Source image rejected: A signature was required, but no signature exists',
    ],
    causes: [
      { check: 'policy-json', because: 'The file is no valid policy.' },
      { check: 'policy-default', because: 'It rejects everything by default.' },
      {
        because: 'The image is not signed as the policy demands.',
        byHand: 'Run podman image trust show.',
      },
    ],
    references: ['https://github.com/containers/image/blob/main/docs/containers-policy.json.5.md'],
  },
  {
    id: 'registry-without-tls',
    title: 'The registry speaks plain HTTP',
    covers: ['F142'],
    texts: [
      'http: server gave HTTP response to HTTPS client',
      'tls: first record does not look like a TLS handshake',
    ],
    causes: [
      {
        check: 'insecure-registries',
        because: 'A file that marks it as insecure does not count.',
      },
      {
        because: 'It is not marked as insecure where podman runs.',
        byHand: 'Write [[registry]] with location and insecure = true in registries.conf.d.',
      },
      { check: 'registries-conf', because: 'The file that says so is not read.' },
    ],
    references: [TROUBLESHOOTING],
  },
  {
    id: 'certificate-untrusted',
    title: 'The certificate of the registry is not trusted',
    covers: ['F143'],
    texts: [
      'tls: failed to verify certificate: x509: certificate signed by unknown authority',
      'x509: certificate signed by unknown authority',
      'x509: certificate has expired or is not yet valid: current time {number} is after {number}',
      'x509: certificate has expired or is not yet valid: current time {number} is before {number}',
      'missing key {name} for client certificate {name}. Note that CA certificates should use the extension .crt',
    ],
    causes: [
      { check: 'system-clock', because: 'The clock of the host is behind.' },
      { check: 'registry-certificates', because: 'A file in certs.d cannot be used.' },
      {
        because: 'Its authority is not known here, or its certificate has expired.',
        byHand: 'Put the authority into certs.d/REGISTRY/ca.crt; run timedatectl.',
      },
    ],
    references: ['https://github.com/containers/image/blob/main/docs/containers-certs.d.5.md'],
  },
  {
    id: 'credentials-refused',
    title: 'The registry refuses stored credentials',
    covers: ['F144'],
    texts: [
      'unable to retrieve auth token: invalid username/password: unauthorized: incorrect username or password',
      'getting credentials from credential helper: exec: "{name}": executable file not found in $PATH',
      'error getting credentials - err: exec: "{name}": executable file not found in $PATH, out: ``',
      'unmarshaling JSON at "{path}": unexpected end of JSON input',
      'illegal base64 data at input byte {number}',
    ],
    causes: [
      { check: 'auth-file', because: 'A file with credentials, or a helper, cannot be asked.' },
      { check: 'registry-credentials', because: 'What is stored for the registry cannot be read.' },
      {
        because: 'What is stored is stale, and is sent also where none is needed.',
        byHand: 'Run podman logout REGISTRY; also look into ~/.docker/config.json.',
      },
    ],
    references: [TROUBLESHOOTING],
  },
  {
    id: 'registry-unreachable',
    title: 'The registry does not answer',
    covers: ['F047', 'F146'],
    texts: [
      'pinging container registry {name}: Get "https://{name}/v2/": dial tcp {number}:{number}: i/o timeout',
      'pinging container registry {name}: Get "https://{name}/v2/": dial tcp {number}: connect: network is unreachable',
      'pinging container registry {name}: Get "https://{name}/v2/": dial tcp: lookup {name}: no such host',
    ],
    causes: [
      { check: 'default-route', because: 'The host has no way out.' },
      { check: 'resolv-conf', because: 'The host resolves no names.' },
      {
        check: 'quadlet-network',
        because: 'A unit that starts at boot does not wait for the network.',
      },
      {
        check: 'user-proxy',
        because: 'The proxy is set in the shell, and not in units of the user.',
      },
    ],
    references: ['https://github.com/containers/common/blob/main/docs/containers.conf.5.md'],
  },
  {
    id: 'pull-rate-limited',
    title: 'Docker Hub has given this address enough images for now',
    covers: ['F147'],
    texts: [
      'toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit',
      'toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit',
    ],
    causes: [
      {
        because: 'All that share the address share the quota.',
        byHand: 'Run podman login docker.io, use a mirror, or wait.',
      },
    ],
    references: ['https://docs.docker.com/docker-hub/usage/'],
  },
]);
