import { defineCheck, fail, notApplicable, pass, unknown } from '../../src/model/check.ts';
import { keyringState, MAX_KEYS } from '../../src/domain/keyring.ts';

/** From here on the next few containers decide. */
const NEARLY = 0.8;

/** The kernel's default is 200 keys a user, one for each container and a few for the session. */
export const keyringUsage = defineCheck({
  meta: {
    id: 'keyring-usage',
    area: 'limit',
    title: 'The user has kernel keys to spare',
    failureTitle: 'The user has nearly used up the kernel keys',
    description:
      'Every container takes a key. When the quota of the user is used up, containers fail with "Disk quota exceeded".',
    severity: 'warning',
    needs: ['run'],
    covers: ['F160'],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man7/keyrings.7.html',
      'https://github.com/containers/podman/issues/13363',
    ],
    messages: {
      nearlyUsedUp: '{{user}} has {{used}} of {{limit}} kernel keys (kernel.keys.maxkeys).',
    },
    commands: {
      nearlyUsedUp: [
        'cat /proc/key-users',
        'echo kernel.keys.maxkeys={{suggested}} | sudo tee /etc/sysctl.d/99-zz-podready-keys.conf',
        'sudo sysctl -w kernel.keys.maxkeys={{suggested}}',
      ],
    },
    fixes: ['keyring-sysctl'],
  },
  requires: ['user', 'limits', 'sysctls'],
  consults: ['containersConf'],
  evaluate({ user, limits, sysctls, containersConf }) {
    if (user.state !== 'known') return unknown(user.because);
    if (user.value.uid === 0) return notApplicable('root has a quota of its own');
    if (limits.state !== 'known') return unknown(limits.because);
    if (sysctls.state !== 'known') return unknown(sysctls.because);
    const state = keyringState(limits.value, sysctls.value, containersConf);
    if (typeof state === 'string') return notApplicable(state);
    const { keys, maxKeys, keysLeft } = state;
    if (keysLeft <= 0) return notApplicable('no key is left: keyring-quota says so');
    if (keys < maxKeys * NEARLY && maxKeys >= 20) return pass;
    const data = { user: user.value.name, used: keys, limit: maxKeys, suggested: MAX_KEYS };
    return fail('nearlyUsedUp', data, {
      kind: 'kernel',
      where: '/proc/key-users',
      found: `${keys}/${maxKeys}`,
      expected: `less than ${NEARLY * 100} % of kernel.keys.maxkeys`,
    });
  },
});
