import { packageStep } from '../src/domain/package-steps.ts';
import { HELPER_PACKAGES } from '../src/domain/packages.ts';
import { blocked, change, defineFix, manual, noop, type Step } from '../src/model/fix.ts';
import { quote } from '../src/parse/shell.ts';
import type { SubidHelper } from '../src/parse/subid-helpers.ts';

/** Where these distributions give the helpers their right by the setuid bit, and no capabilities. */
const SETUID: readonly string[] = ['apt', 'apk'];

/** newuidmap(1) may write a map by the setuid bit or by file capabilities, and must not have both. */
export const subidHelpersMode = defineFix({
  meta: {
    id: 'subid-helpers-mode',
    title: 'Give newuidmap and newgidmap their right back',
    description:
      'Sets the setuid bit where the distribution uses it, and else installs the package again, which has the file capabilities.',
    effect: 'safe',
    after: ['helper-packages', 'package-reinstall'],
    since: '0.1.0',
    references: ['https://man7.org/linux/man-pages/man1/newuidmap.1.html'],
  },
  requires: ['subidHelpers', 'packages'],
  consults: ['usernsAttempt'],
  plan({ subidHelpers, packages, usernsAttempt }) {
    if (subidHelpers.state === 'absent') return blocked(subidHelpers.because);
    if (packages.state === 'absent') return blocked(packages.because);
    const powerless = NAMES.flatMap((name) => {
      const helper = subidHelpers.value[name];
      // What has just worked has its right, by whatever means.
      const ran = usernsAttempt.state === 'known' ? usernsAttempt.value[name] : null;
      if (helper === null || ran?.exitCode === 0 || hasRight(name, helper)) return [];
      return [helper];
    });
    if (powerless.length === 0) return noop('newuidmap and newgidmap have their right');
    const { manager, installed } = packages.value;
    const owner = manager === null ? null : HELPER_PACKAGES.newuidmap[manager];
    if (manager === null || owner === null || !installed.includes(owner)) {
      return setByHand(powerless);
    }
    if (!SETUID.includes(manager) || powerless.some(({ uid }) => uid !== 0)) {
      return change([packageStep(manager, [owner], true)]);
    }
    const [first, ...rest] = powerless.flatMap((helper): readonly Step[] =>
      helper.mode === null ? [] : [setuidStep(helper, helper.mode)],
    );
    return first === undefined ? setByHand(powerless) : change([first, ...rest]);
  },
});

const NAMES = ['newuidmap', 'newgidmap'] as const;

const CAPABILITY = { newuidmap: 'cap_setuid', newgidmap: 'cap_setgid' } as const;

function hasRight(name: (typeof NAMES)[number], { mode, uid, capabilities }: SubidHelper): boolean {
  const setuid = mode !== null && (mode & 0o4000) !== 0 && uid === 0;
  return setuid || (capabilities ?? '').includes(CAPABILITY[name]);
}

function setuidStep({ path }: SubidHelper, before: number): Step {
  return {
    kind: 'set-mode',
    summary: `Set the setuid bit of ${path}`,
    as: 'root',
    effect: 'safe',
    undo: 'exact',
    path,
    mode: before | 0o4000,
    before,
  };
}

/** No package has them: whoever put them there knows by which right they should work. */
function setByHand(helpers: readonly SubidHelper[]): ReturnType<typeof manual> {
  return manual(
    'no installed package has these files, so podready does not give them rights',
    ...helpers.map(({ path }) => `sudo chmod u+s ${quote(path)}`),
  );
}
