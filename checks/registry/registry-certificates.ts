import { defineCheck, verdictOf } from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';

/** Measured with Podman 4.3, each of them; a file that is ignored leaves `certificate signed by unknown authority`. */
export const registryCertificates = defineCheck({
  meta: {
    id: 'registry-certificates',
    area: 'registry',
    title: 'The certificates in certs.d can be used',
    failureTitle: 'A certificate in certs.d cannot be used',
    description:
      'certs.d/REGISTRY has authorities that are trusted for one registry (*.crt), and certificates to show it (*.cert with *.key). What has another name or form is passed over, or ends every pull from that registry.',
    severity: 'warning',
    needs: ['run', 'rootful'],
    covers: ['F143'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/image/blob/main/docs/containers-certs.d.5.md',
      'https://github.com/containers/image/blob/main/pkg/tlsclientconfig/tlsclientconfig.go',
    ],
    messages: {
      denied: '{{path}} may not be read by the user.',
      noKey: '{{path}} is a certificate to show, and its .key is missing; authorities end in .crt.',
      noCertificate: '{{path}} is a key, and its .cert is missing.',
      noPem: '{{path}} has no certificate in the PEM format.',
      ignored: '{{path}} is passed over: it ends in none of .crt, .cert and .key.',
    },
    commands: {
      denied: ['ls -ld {{path}}', 'sudo chmod a+rX {{path}}'],
      noKey: ['openssl x509 -noout -subject -issuer -in {{path}}', 'ls -l "$(dirname {{path}})"'],
      noCertificate: ['ls -l "$(dirname {{path}})"'],
      noPem: [
        'openssl x509 -inform der -in {{path}} -out {{path}}.pem',
        'mv {{path}}.pem {{path}}',
      ],
      ignored: [
        'openssl x509 -noout -subject -in {{path}}',
        'mv {{path}} "$(dirname {{path}})/ca.crt"',
      ],
    },
    fixes: [],
  },
  requires: ['registryCertificates'],
  evaluate({ registryCertificates }) {
    const { problems = [] } = valueOr(registryCertificates, undefined) ?? {};
    return verdictOf(
      problems.map(({ kind, path }) => ({
        messageId: kind,
        data: { path },
        evidence: [{ kind: 'file', where: path, ...EVIDENCE[kind] }] as const,
      })),
    );
  },
});

const EVIDENCE = {
  denied: { found: 'permission denied', expected: 'readable' },
  noKey: { found: 'no .key beside it', expected: 'a pair of .cert and .key' },
  noCertificate: { found: 'no .cert beside it', expected: 'a pair of .cert and .key' },
  noPem: { found: 'no BEGIN CERTIFICATE', expected: 'PEM' },
  ignored: { found: 'another name', expected: 'ca.crt' },
} as const;
