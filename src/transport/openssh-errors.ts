import { printable } from '../parse/printable.ts';
import { TransportError } from './transport.ts';

/**
 * Why ssh(1) gave up, from its last words. Its texts are stable and never translated; the rules go
 * from the particular to the general, for a refused host key also ends a connection.
 */
export function opensshError(target: string, stderr: string): TransportError {
  const rule = RULES.find(({ pattern }) => pattern.test(stderr));
  const { step, hint } = rule ?? { step: 'shell', hint: 'Try the same by hand: ssh -v.' };
  const message = `${target}: ssh says: ${lastWords(stderr, rule?.pattern)}`;
  return new TransportError(step, message, hint);
}

interface Rule {
  readonly pattern: RegExp;
  readonly step: TransportError['step'];
  readonly hint: string;
}

const RULES: readonly Rule[] = [
  {
    pattern: /REMOTE HOST IDENTIFICATION HAS CHANGED/u,
    step: 'host-key',
    hint: 'Somebody may be listening in; if the host was reinstalled, check its fingerprint and remove the old key with ssh-keygen -R.',
  },
  {
    pattern: /marked as revoked|REVOKED HOST KEY/u,
    step: 'host-key',
    hint: 'Do not connect; ask whoever runs the host for its new key.',
  },
  {
    pattern: /No \S+ host key is known for|Host key verification failed|host key is not cached/u,
    step: 'host-key',
    hint: 'Check the fingerprint on the host, then accept it once with --accept-new.',
  },
  {
    pattern:
      /Bad configuration option|Bad owner or permissions|terminating, \d+ bad configuration|Can't open user config file|percent_expand|Bad (?:number|yes\/no|stricthostkey)/iu,
    step: 'config',
    hint: 'Correct the file that ssh names.',
  },
  {
    pattern: /Could not resolve hostname/u,
    step: 'name',
    hint: 'Check the spelling, or set HostName in ~/.ssh/config.',
  },
  {
    pattern:
      /stdio forwarding failed|UNKNOWN port 65535|jump ?host|open failed: (?:connect failed|administratively)/iu,
    step: 'hop',
    hint: 'Try the jump host by itself: ssh -v.',
  },
  {
    pattern:
      /Permission denied|Too many authentication failures|no such identity|authentication failed/iu,
    step: 'auth',
    hint: 'Load a key into the agent (ssh-add), or name one with --identity FILE; ssh asks nothing here.',
  },
  {
    pattern: /Unable to negotiate|no matching (?:key exchange|host key|cipher|MAC)/u,
    step: 'config',
    hint: 'Allow an algorithm that both sides have (KexAlgorithms, HostKeyAlgorithms, Ciphers) in ~/.ssh/config.',
  },
  {
    pattern: /Connection timed out during banner exchange|timed out waiting/u,
    step: 'time',
    hint: 'Check the load of the host and its sshd.',
  },
  {
    pattern:
      /ssh: connect to host|Connection (?:refused|timed out|reset|closed)|kex_exchange_identification|Network is unreachable|No route to host|banner exchange/u,
    step: 'tcp',
    hint: 'Check that the host is up, its port, and the firewall on the way.',
  },
];

/** The line that matched, else the last one; without the debug lines of a talkative configuration. */
function lastWords(stderr: string, pattern: RegExp | undefined): string {
  const lines = stderr
    .split(/\r?\n/u)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^debug\d:|^@+$/u.test(line));
  const line = lines.find((one) => pattern?.test(one) === true) ?? lines.at(-1) ?? 'nothing';
  return printable(line.replaceAll(/^@\s*|\s*@$/gu, '').slice(0, 300));
}
