import { defineFact, known, stateOfExit } from '../model/fact.ts';
import { sh } from '../model/sh.ts';

/** Fingerprints (`SHA256:…`) of the public keys in ~/.ssh/authorized_keys. Read for fixes; no key is printed. */
export const authorizedKeys = defineFact({
  id: 'authorizedKeys',
  title: 'Authorized keys',
  as: 'user',
  shares: 'home',
  probe: sh`
    f=$PR_HOME/.ssh/authorized_keys
    [ -f "$f" ] || { gone "$f" && exit 66; exit 77; }
    [ -r "$f" ] || exit 77
    need ssh-keygen
    ssh-keygen -lf "$f" | while read -r b p x; do echo "$p"; done
    exit 0
  `,
  parse(output) {
    const state = stateOfExit(output, '~/.ssh/authorized_keys');
    if (state !== undefined) return state;
    const words = output.stdout.split('\n');
    return known<readonly string[]>(words.filter((word) => /^SHA256:[\w+/]+$/u.test(word)));
  },
});
