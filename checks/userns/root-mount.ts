import { isRoot } from '../../src/domain/host.ts';
import { defineCheck, fail, notApplicable, pass, unknown } from '../../src/model/check.ts';
import { mountOf } from '../../src/parse/mountinfo.ts';

/**
 * Rootless Podman has a mount namespace of its own, into which the kernel passes on what is mounted on the
 * host only where the mount around it is shared (mount_namespaces(7)). Podman 3.3 and newer warn of a private root.
 */
export const rootMount = defineCheck({
  meta: {
    id: 'root-mount',
    area: 'userns',
    title: 'What is mounted on the host reaches rootless containers',
    failureTitle: 'What is mounted on the host does not reach rootless containers',
    description:
      'Podman of a user keeps the mounts of the moment of its first command: of a disk that is mounted later, containers see the empty directory below.',
    severity: 'warning',
    needs: ['run'],
    covers: ['F024'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/podman/pull/11056',
      'https://github.com/containers/buildah/issues/3726',
      'https://man7.org/linux/man-pages/man7/mount_namespaces.7.html',
    ],
    messages: {
      private:
        'The root mount ({{source}}, {{type}}) is private: what is mounted on the host from now on does not reach rootless containers.',
    },
    commands: {
      private: [
        'findmnt -no PROPAGATION /',
        'sudo mount --make-rshared /   # until the next boot',
        'podman system migrate   # stops the containers of the user',
      ],
    },
    fixes: ['root-mount-shared'],
  },
  requires: ['user', 'mounts', 'virtualization'],
  evaluate({ user, mounts, virtualization }) {
    if (isRoot(user)) return notApplicable('rootful Podman uses the mounts of the host itself');
    if (mounts.state === 'absent') return unknown(mounts.because);
    // The engine around a container decides this, and its host mounts nothing there: podman#15323.
    if (virtualization.state === 'known' && virtualization.value.container !== null) {
      return notApplicable('this host is itself a container');
    }
    const root = mountOf(mounts.value, '/');
    if (root === undefined) return unknown('/proc/self/mountinfo lists no mount at /');
    const { propagation, source, type } = root;
    if (propagation.some((tag) => /^(?:shared|master):/u.test(tag))) return pass;
    return fail(
      'private',
      { source, type },
      {
        kind: 'kernel',
        where: '/proc/self/mountinfo',
        found: `/ ${propagation.join(' ') || 'private'}`,
        expected: '/ shared',
      },
    );
  },
});
