import { isOfAnotherProcess } from '../../src/domain/podman-namespace.ts';
import { profileOf } from '../../src/domain/podman-profile.ts';
import { defineCheck, fail, notApplicable, pass, type Verdict } from '../../src/model/check.ts';
import type { PodmanNamespace } from '../../src/parse/podman-namespace.ts';
import { isAtLeast, type Version } from '../../src/parse/version.ts';

/**
 * Every podman joins the namespaces of the pause process, or else those of the conmon of a container that
 * it believes to run; `SetupRootless` of pkg/domain/infra/abi. A file that names a process which is gone
 * does no harm by itself: Podman deletes it.
 */
export const pauseProcess = defineCheck({
  meta: {
    id: 'pause-process',
    area: 'userns',
    title: 'Podman finds a process whose namespaces it can join',
    failureTitle: 'Podman finds no process whose namespaces it can join',
    description:
      'Every command of Podman ends with an error before it has done anything, also those that would clean up.',
    severity: 'error',
    needs: ['run', 'api'],
    covers: ['F117'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/podman/pull/27604',
      'https://github.com/containers/podman/issues/20697',
      'https://man7.org/linux/man-pages/man2/setns.2.html',
    ],
    messages: {
      reused:
        '{{file}} names process {{pid}}, which is {{command}} and not Podman’s pause process: it has no namespace of its own to join.',
      lost: 'Podman’s pause process is gone, and so are the conmon and the process {{pid}} of container {{container}}, which Podman {{podman}} believes to run.',
    },
    commands: {
      reused: ['cat {{file}}; ps -p {{pid}}', 'rm {{file}}', 'podman system migrate'],
      lost: ['podman system migrate', 'podman ps --all'],
    },
    fixes: ['pause-pid-file'],
  },
  requires: ['user', 'podmanNamespace', 'versions'],
  consults: ['ociContainers', 'runningContainers'],
  evaluate({ user, podmanNamespace, versions, ociContainers, runningContainers }) {
    if (user.state === 'known' && user.value.uid === 0) {
      return notApplicable('root needs no namespace to be root');
    }
    if (podmanNamespace.state === 'known') return judgeLive(podmanNamespace.value);
    const podman = profileOf(versions)?.version;
    if (podman === undefined) return notApplicable('there is no podman');
    if (ociContainers.state !== 'known' || runningContainers.state !== 'known') return pass;
    const records = ociContainers.value;
    const [lost] = records;
    const someRun = runningContainers.value.length > 0 || records.some(({ alive }) => alive);
    if (lost === undefined || someRun || !givesUp(podman)) return pass;
    const data = { pid: lost.pid, container: lost.id.slice(0, 12), podman: podman.text };
    return fail('lost', data, {
      kind: 'kernel',
      where: `/proc/${lost.pid}`,
      found: `no such process, though crun has ${records.length} containers on record`,
      expected: 'the process of a running container, or no record',
    });
  },
  explains: (_facts, { messageId }) =>
    messageId === 'reused' ? [{ check: 'namespace-outdated' }, { check: 'namespace-stale' }] : [],
});

/** A process of somebody else's. */
function judgeLive(namespace: PodmanNamespace): Verdict<'reused'> {
  if (!isOfAnotherProcess(namespace)) return pass;
  const { pid, file, command } = namespace;
  return fail(
    'reused',
    { pid, file, command },
    {
      kind: 'file',
      where: file,
      found: `${pid} (${command})`,
      expected: 'the process id of catatonit or podman, or no such file',
    },
  );
}

/** Podman 4.2 is the first of which it was reported; 5.7.1 makes a new pause process instead. */
function givesUp(podman: Version): boolean {
  return isAtLeast(podman, '4.2') && !isAtLeast(podman, '5.7.1');
}
