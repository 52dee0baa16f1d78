import { registryCertificates } from '../../../checks/registry/registry-certificates.ts';
import type { CertificateProblem } from '../../../src/facts/registry-certificates.ts';
import { testCheck } from '../../helpers/check-tester.ts';

const directory = '/etc/containers/certs.d/registry.lan:5000';
const facts = (...problems: readonly CertificateProblem[]) => ({
  registryCertificates: { directories: [directory], problems },
});
const one = (kind: CertificateProblem['kind'], name: string) => {
  const path = `${directory}/${name}`;
  return { facts: facts({ kind, path }), findings: [{ messageId: kind, data: { path } }] as const };
};

testCheck(registryCertificates, {
  pass: [
    { name: 'none', facts: { registryCertificates: { directories: [], problems: [] } } },
    { name: 'an authority', facts: facts() },
  ],
  fail: [
    { name: 'for root alone', ...one('denied', 'ca.crt') },
    { name: 'an authority with the name of a certificate to show', ...one('noKey', 'ca.cert') },
    { name: 'half a pair', ...one('noCertificate', 'client.key') },
    { name: 'DER', ...one('noPem', 'ca.crt') },
    { name: 'the name that OpenSSL gave it', ...one('ignored', 'ca.pem') },
  ],
});
