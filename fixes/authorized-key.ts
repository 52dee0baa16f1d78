import type { FactState } from '../src/model/fact.ts';
import { blocked, change, defineFix, noop, type Step } from '../src/model/fix.ts';
import type { AuthorizedKey } from '../src/model/need.ts';

/** Keys come with the needs: no host says who is to be let in. */
export const authorizedKey = defineFix({
  meta: {
    id: 'authorized-key',
    title: 'Let a key in',
    description:
      'Adds public keys to ~/.ssh/authorized_keys of the user, as the user; podready bootstrap --authorized-key names them.',
    effect: 'loosens',
    gains: 'who has the private key logs in as the user, and has all that the user has',
    after: ['service-account'],
    onlyById: true,
    since: '0.1.0',
    references: ['https://man.openbsd.org/sshd.8#AUTHORIZED_KEYS_FILE_FORMAT'],
  },
  requires: ['targetAccount'],
  consults: ['authorizedKeys'],
  plan({ targetAccount, authorizedKeys }, { keys = [] }) {
    if (keys.length === 0) return noop('no key was named');
    if (targetAccount.state === 'absent') return blocked(targetAccount.because);
    const there = keysOf(authorizedKeys, targetAccount.value.exists);
    if (there === null) return blocked('~/.ssh/authorized_keys cannot be read');
    const [first, ...rest] = keys.filter(({ fingerprint }) => !there.includes(fingerprint));
    return first === undefined
      ? noop('every key that was named is let in')
      : change([stepFor(first), ...rest.map(stepFor)]);
  },
});

/** Nobody is let in to an account that does not exist yet. */
function keysOf(
  authorizedKeys: FactState<readonly string[]>,
  exists: boolean,
): readonly string[] | null {
  if (!exists || authorizedKeys.state === 'absent') return [];
  return authorizedKeys.state === 'known' ? authorizedKeys.value : null;
}

function stepFor({ key, fingerprint }: AuthorizedKey): Step {
  return {
    kind: 'authorize-key',
    summary: `Let the key ${fingerprint} in`,
    as: 'user',
    effect: 'loosens',
    undo: 'exact',
    key,
  };
}
