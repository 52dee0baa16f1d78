import { isRoot } from '../../src/domain/host.ts';
import { causesOf } from '../../src/domain/outcome-causes.ts';
import { callEvidence, finishedStep, isVerdict, podmanSaid } from '../../src/domain/outcomes.ts';
import { entriesOf, mergeRanges } from '../../src/domain/subid.ts';
import { defineCheck, fail, notApplicable, pass, unknown } from '../../src/model/check.ts';

/** Uid 1 of a rootless container is the first subordinate uid of the user: uid 0 is the user. */
export const containerFileOwner = defineCheck({
  meta: {
    id: 'container-file-owner',
    area: 'outcome',
    title: 'A file of another user of a container belongs to a subordinate uid',
    failureTitle: 'A file of another user of a container has the wrong owner',
    description:
      'Images whose programs are not root write files that belong to somebody else on the host, or cannot write at all.',
    severity: 'error',
    needs: ['run'],
    covers: [],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man5/subuid.5.html',
      'https://docs.podman.io/en/latest/markdown/podman-run.1.html',
    ],
    messages: {
      notRun: 'A container does not run as uid 1 (exit code {{exit}}); podman says: {{said}}',
      wrong:
        'A file that uid 1 of a container wrote belongs to uid {{uid}} on the host; the first subordinate uid of {{user}} is {{expected}}.',
    },
    commands: {
      notRun: ['grep -n {{user}} /etc/subuid /etc/subgid', 'podman unshare cat /proc/self/uid_map'],
      wrong: [
        'grep -n {{user}} /etc/subuid',
        'podman unshare cat /proc/self/uid_map',
        'podman system migrate',
      ],
    },
    fixes: [],
  },
  requires: ['outcomes', 'user', 'subuid'],
  evaluate({ outcomes, user, subuid }) {
    if (user.state !== 'known') return unknown(user.because);
    if (isRoot(user)) return notApplicable('containers of root have the ids of the host');
    const step = finishedStep(outcomes, 'owner');
    if (isVerdict(step)) return step;
    const { name } = user.value;
    if (step.exitCode !== 0) {
      const said = podmanSaid(step);
      const evidence = callEvidence('podman run --user 1:1', said, 'exit code 0');
      return fail('notRun', { exit: step.exitCode, said, user: name }, evidence);
    }
    const uid = Number(step.read.get('uid') ?? Number.NaN);
    if (!Number.isInteger(uid)) return unknown('the owner of the file could not be read');
    const entries = subuid.state === 'known' ? entriesOf(subuid.value.entries, user.value) : [];
    const [first] = mergeRanges(entries);
    // The name service may delegate instead of the file.
    if (first === undefined) {
      return uid === user.value.uid || uid === NOBODY
        ? fail(
            'wrong',
            { uid, user: name, expected: 'not in /etc/subuid' },
            ownerEvidence(uid, 'another uid'),
          )
        : pass;
    }
    if (uid === first.start) return pass;
    return fail(
      'wrong',
      { uid, user: name, expected: first.start },
      ownerEvidence(uid, `${first.start}`),
    );
  },
  follows: (_, { data }) => causesOf('owner', String(data?.['said'] ?? '')),
});

const NOBODY = 65_534;

function ownerEvidence(uid: number, expected: string) {
  return callEvidence('podman run --user 1:1', `a file of uid ${uid}`, expected);
}
