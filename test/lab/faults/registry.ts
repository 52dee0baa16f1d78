import { type LabFault, PULL } from '../fault.ts';

/** A registry where nobody listens: Podman gets as far as asking it when its configuration can be read. */
const ASK_REGISTRY = `podman pull -q 127.0.0.1:1/image 2>&1 | tee /tmp/said | grep -q 'connection refused'`;

/** A registry without images at 127.0.0.1:5000, or with TLS at 5001, where alice trusts its certificate. */
const registryAt = (port: 5000 | 5001): string => `
cat >/srv/registry.py <<'END'
import http.server, ssl, sys
class Registry(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == '/v2/' else 404)
        self.send_header('Content-Length', '0')
        self.end_headers()
server = http.server.HTTPServer(('127.0.0.1', int(sys.argv[1])), Registry)
if sys.argv[1] == '5001':
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain('/srv/registry.crt', '/srv/registry.key')
    server.socket = tls.wrap_socket(server.socket, server_side=True)
server.serve_forever()
END
if [ ${port} = 5001 ]; then
  openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=127.0.0.1 \\
    -addext subjectAltName=IP:127.0.0.1 -keyout /srv/registry.key -out /srv/registry.crt
  mkdir -p ${CERTIFICATES}
  cp /srv/registry.crt ${CERTIFICATES}/ca.crt
fi
systemd-run --quiet --unit=lab-registry python3 /srv/registry.py ${port}
n=0
until curl -s -k --max-time 3 -o /dev/null ${port === 5001 ? 'https' : 'http'}://127.0.0.1:${port}/v2/; do
  n=$((n + 1))
  [ $n -lt 30 ] || exit 1
  sleep 1
done`;

const CERTIFICATES = '/etc/containers/certs.d/127.0.0.1:5001';

/** The registry is asked for the image, which it does not have. */
const askRegistryAt = (port: 5000 | 5001): string =>
  `podman pull -q 127.0.0.1:${port}/image 2>&1 | tee /tmp/said | grep -q 'eading manifest'`;

const INSECURE = String.raw`[[registry]]\nlocation = "127.0.0.1:5000"\ninsecure = true\n`;

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
    fix: { kind: 'by-id', id: 'search-registries', yes: 'safe' },
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
  {
    id: 'insecure-registry-shadowed',
    area: 'registry',
    covers: ['F142'],
    suites: ['trixie', 'bookworm', 'bullseye'],
    user: 'alice',
    prepare: `
      ${registryAt(5000)}
      printf '${INSECURE}' >/etc/containers/registries.conf`,
    inject: `
      printf 'unqualified-search-registries = ["docker.io"]\\n' |
        user_file alice .config/containers/registries.conf`,
    expect: { check: 'insecure-registries', messageId: 'file' },
    fix: { kind: 'manual' },
    verify: askRegistryAt(5000),
  },
  {
    id: 'insecure-registry-replaced',
    area: 'registry',
    covers: ['F142'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    prepare: `
      ${registryAt(5000)}
      printf '${INSECURE}' >/etc/containers/registries.conf.d/10-lan.conf`,
    inject: `
      printf '[[registry]]\\nlocation = "127.0.0.1:5000"\\n' |
        user_file alice .config/containers/registries.conf.d/20-mirror.conf`,
    expect: { check: 'insecure-registries', messageId: 'table' },
    fix: { kind: 'manual' },
    verify: askRegistryAt(5000),
  },
  {
    id: 'authority-named-pem',
    area: 'registry',
    covers: ['F143'],
    suites: ['trixie', 'bookworm', 'bullseye'],
    user: 'alice',
    prepare: registryAt(5001),
    inject: `mv ${CERTIFICATES}/ca.crt ${CERTIFICATES}/ca.pem`,
    expect: { check: 'registry-certificates', messageId: 'ignored' },
    fix: { kind: 'manual' },
    verify: askRegistryAt(5001),
  },
  {
    id: 'authority-named-cert',
    area: 'registry',
    covers: ['F143'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    prepare: registryAt(5001),
    inject: `mv ${CERTIFICATES}/ca.crt ${CERTIFICATES}/ca.cert`,
    expect: { check: 'registry-certificates', messageId: 'noKey' },
    fix: { kind: 'manual' },
    verify: askRegistryAt(5001),
  },
  {
    id: 'authority-of-root',
    area: 'registry',
    covers: ['F143'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    prepare: registryAt(5001),
    inject: `chmod 600 ${CERTIFICATES}/ca.crt`,
    expect: { check: 'registry-certificates', messageId: 'denied' },
    fix: { kind: 'manual' },
    verify: askRegistryAt(5001),
  },
  {
    id: 'authority-not-pem',
    area: 'registry',
    covers: ['F143'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    prepare: registryAt(5001),
    inject: `openssl x509 -outform der -in /srv/registry.crt -out ${CERTIFICATES}/ca.crt`,
    expect: { check: 'registry-certificates', messageId: 'noPem' },
    fix: { kind: 'manual' },
    verify: askRegistryAt(5001),
  },
  {
    id: 'clock-in-the-past',
    area: 'kernel',
    covers: ['F143'],
    suites: ['trixie', 'bookworm', 'bullseye'],
    user: 'alice',
    prepare: registryAt(5001),
    inject: `date --set '2020-01-01 00:00 UTC'`,
    expect: { check: 'system-clock', messageId: 'behind' },
    fix: { kind: 'manual' },
    verify: askRegistryAt(5001),
  },
];
