import { type LabFault, PULL } from '../fault.ts';

/** A registry where nobody listens: Podman gets as far as asking it when its configuration can be read. */
const ASK_REGISTRY = `podman pull -q 127.0.0.1:1/image 2>&1 | tee /tmp/said | grep -q 'connection refused'`;

export const registryFaults: readonly LabFault[] = [
  {
    id: 'policy-missing',
    area: 'registry',
    covers: ['F140'],
    suites: ['trixie', 'bookworm', 'bullseye'],
    user: 'alice',
    inject: 'rm /etc/containers/policy.json',
    expect: { check: 'policy-json', messageId: 'missing' },
    fix: { kind: 'auto' },
    verify: PULL,
  },
  {
    id: 'policy-not-json',
    area: 'registry',
    covers: ['F141'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    inject: `
      echo '{"default":[{"type":"insecureAcceptAnything"}]' | user_file alice .config/containers/policy.json`,
    expect: { check: 'policy-json', messageId: 'invalid' },
    fix: { kind: 'manual' },
    verify: PULL,
  },
  {
    id: 'registries-mixed-versions',
    area: 'registry',
    covers: ['F139'],
    suites: ['trixie', 'bookworm', 'bullseye'],
    user: 'alice',
    inject: `
      printf 'unqualified-search-registries = ["docker.io"]\\n[registries.search]\\nregistries = ["quay.io"]\\n' |
        user_file alice .config/containers/registries.conf`,
    expect: { check: 'registries-conf', messageId: 'mixed' },
    fix: { kind: 'manual' },
    verify: ASK_REGISTRY,
  },
  {
    id: 'registries-not-toml',
    area: 'registry',
    covers: ['F139'],
    suites: ['trixie'],
    user: 'alice',
    inject: `
      mkdir -p /etc/containers/registries.conf.d
      echo 'unqualified-search-registries: [docker.io]' >/etc/containers/registries.conf.d/50-search.conf`,
    expect: { check: 'registries-conf', messageId: 'syntax' },
    fix: { kind: 'manual' },
    verify: ASK_REGISTRY,
  },
  {
    id: 'short-names-unresolved',
    area: 'registry',
    covers: ['F137'],
    suites: ['trixie'],
    user: 'alice',
    needs: ['short-names'],
    inject: 'true',
    expect: { check: 'short-names', messageId: 'none' },
    fix: { kind: 'manual' },
    verify: `
      [ -e /var/tmp/injected ] || exit 0
      timeout 60 podman pull no-such-image 2>&1 | grep -qv 'did not resolve to an alias'`,
  },
  {
    id: 'short-names-ambiguous',
    area: 'registry',
    covers: ['F138'],
    suites: ['trixie'],
    user: 'alice',
    needs: ['short-names'],
    prepare: `
      printf 'unqualified-search-registries = ["127.0.0.1:1"]\\n' |
        user_file alice .config/containers/registries.conf`,
    inject: `
      printf 'unqualified-search-registries = ["127.0.0.1:1", "127.0.0.1:2"]\\nshort-name-mode = "enforcing"\\n' |
        user_file alice .config/containers/registries.conf`,
    expect: { check: 'short-names', messageId: 'ambiguous' },
    fix: { kind: 'manual' },
    verify: `podman pull -q no-such-image 2>&1 | tee /tmp/said | grep -q 'connection refused'`,
  },
  {
    id: 'auth-file-empty',
    area: 'registry',
    covers: ['F144'],
    suites: ['trixie', 'bookworm', 'bullseye'],
    user: 'alice',
    inject: ': | user_file alice .config/containers/auth.json',
    expect: { check: 'auth-file', messageId: 'invalid' },
    fix: { kind: 'manual' },
    verify: ASK_REGISTRY,
  },
  {
    id: 'auth-file-of-root',
    area: 'registry',
    covers: ['F144'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    inject: `
      echo '{"auths": {}}' | user_file alice .docker/config.json
      chown root:root /home/alice/.docker/config.json
      chmod 600 /home/alice/.docker/config.json`,
    expect: { check: 'auth-file', messageId: 'denied' },
    fix: { kind: 'manual' },
    verify: ASK_REGISTRY,
  },
  {
    id: 'credential-helper-missing',
    area: 'registry',
    covers: ['F144'],
    suites: ['trixie', 'bookworm', 'bullseye'],
    user: 'alice',
    inject: `
      echo '{"credHelpers": {"127.0.0.1:1": "secretservice"}}' | user_file alice .docker/config.json`,
    expect: { check: 'registry-credentials', messageId: 'helper' },
    fix: { kind: 'manual' },
    verify: ASK_REGISTRY,
  },
  {
    id: 'credential-not-base64',
    area: 'registry',
    covers: ['F144'],
    suites: ['trixie'],
    user: 'alice',
    inject: `
      echo '{"auths": {"127.0.0.1:1": {"auth": "alice:open sesame"}}}' |
        user_file alice .config/containers/auth.json`,
    expect: { check: 'registry-credentials', messageId: 'garbled' },
    fix: { kind: 'manual' },
    verify: ASK_REGISTRY,
  },
];
