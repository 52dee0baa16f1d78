import { blocked, change, defineFix, manual, noop } from '../src/model/fix.ts';

/** What useradd(8) takes for a name everywhere. */
const NAME = /^[a-z_][a-z\d_-]{0,30}$/u;

/** An account of its own for containers: what breaks out of one has no files but theirs. */
export const serviceAccount = defineFix({
  meta: {
    id: 'service-account',
    title: 'Create the account',
    description:
      'Creates the target user by useradd, with a home and a shell, and without a password: a key is how somebody logs in.',
    effect: 'safe',
    after: [],
    onlyById: true,
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man8/useradd.8.html',
      'https://man.openbsd.org/sshd.8',
    ],
  },
  requires: ['targetAccount'],
  plan({ targetAccount }) {
    if (targetAccount.state === 'absent') return blocked(targetAccount.because);
    const { name, exists, hasUseradd, home, isHomeTaken, shell } = targetAccount.value;
    if (exists) return noop(`there is a user ${name}`);
    if (!NAME.test(name))
      return manual(`useradd takes no name like ${name}: add the account as its directory does`);
    if (!hasUseradd) return manual('there is no useradd on this host', 'adduser podman');
    if (isHomeTaken)
      return blocked(`${home} is there already, and there is no user ${name}: whose is it?`);
    return change([
      {
        kind: 'create-user',
        summary: `Create the account ${name} with the home ${home}`,
        as: 'root',
        effect: 'safe',
        undo: 'equivalent',
        user: name,
        home,
        shell,
      },
    ]);
  },
});
