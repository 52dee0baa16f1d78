import { profileOf } from '../../src/domain/podman-profile.ts';
import { defineCheck, fail, notApplicable, pass } from '../../src/model/check.ts';

/**
 * One pasta or slirp4netns connects all rootless containers on networks. Podman 4 looks for the namespace
 * only, and starts no other; newer ones do so with the next container.
 */
export const rootlessNetns = defineCheck({
  meta: {
    id: 'rootless-netns',
    area: 'network',
    title: 'The network of rootless containers is connected',
    failureTitle: 'The network of rootless containers is not connected',
    description:
      'Containers on networks of their own (all of compose files) reach nothing beyond the other containers, although everything runs.',
    severity: 'warning',
    needs: ['run'],
    covers: ['F106'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/common/blob/main/libnetwork/internal/rootlessnetns/netns_linux.go',
      'https://github.com/containers/podman/issues/17903',
    ],
    messages: {
      dead: 'The process {{pid}} that connects the network of rootless containers is gone; {{file}} names it.',
      reused:
        'The process {{pid}} that should connect the network of rootless containers is {{command}}; {{file}} names it.',
    },
    commands: {
      dead: [
        'cat {{file}}; podman ps   # these are to be started again below',
        'podman stop --all',
        'rm -r {{directory}}',
        'podman start NAME...',
      ],
      reused: [
        'ps -p {{pid}}; podman ps   # these are to be started again below',
        'podman stop --all',
        'rm -r {{directory}}',
        'podman start NAME...',
      ],
    },
    fixes: [],
  },
  requires: ['rootlessNetns', 'versions'],
  consults: ['runningContainers'],
  evaluate({ rootlessNetns, versions, runningContainers }) {
    if (rootlessNetns.state === 'absent') {
      return notApplicable('no rootless container is on a network');
    }
    const { pidFile: file, pid, command } = rootlessNetns.value;
    if (command !== null && /^(?:pasta|passt|slirp4netns)/u.test(command)) return pass;
    const isIdle = runningContainers.state === 'known' && runningContainers.value.length === 0;
    if (isIdle && (profileOf(versions)?.major ?? 0) >= 5) {
      return notApplicable('no container runs; the next one makes the connection anew');
    }
    const directory = file.slice(0, file.lastIndexOf('/'));
    const evidence = {
      kind: 'file',
      where: file,
      found: `${pid} (${command ?? 'no such process'})`,
      expected: 'the process id of pasta or slirp4netns',
    } as const;
    return command === null
      ? fail('dead', { pid, file, directory }, evidence)
      : fail('reused', { pid, file, directory, command }, evidence);
  },
});
