import { defineCheck, fail, notApplicable, pass, unknown } from '../../src/model/check.ts';
import { keyringState, MAX_BYTES, MAX_KEYS } from '../../src/domain/keyring.ts';
import { sysctlEvidence } from '../../src/domain/sysctl-evidence.ts';

/** `crun: create keyring …: Disk quota exceeded` as soon as no key is left (seen with 5.4 on Debian 13). */
export const keyringQuota = defineCheck({
  meta: {
    id: 'keyring-quota',
    area: 'limit',
    title: 'The user may make another kernel keyring',
    failureTitle: 'The user may not make another kernel keyring',
    description:
      'Every container gets a keyring, which counts against a quota of the user; when it is used up no container starts.',
    severity: 'error',
    needs: ['run'],
    covers: ['F160'],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man7/keyrings.7.html',
      'https://github.com/containers/podman/issues/13363',
    ],
    messages: {
      usedUp: '{{user}} has {{used}} kernel keys, and {{key}} is {{limit}}.',
    },
    commands: {
      usedUp: [
        'cat /proc/key-users',
        'echo {{key}}={{suggested}} | sudo tee /etc/sysctl.d/99-zz-podready-keys.conf',
        'sudo sysctl -w {{key}}={{suggested}}',
      ],
    },
    fixes: ['keyring-sysctl'],
  },
  requires: ['user', 'limits', 'sysctls'],
  consults: ['sysctlFiles', 'containersConf'],
  evaluate({ user, limits, sysctls, sysctlFiles, containersConf }) {
    if (user.state !== 'known') return unknown(user.because);
    if (user.value.uid === 0) return notApplicable('root has a quota of its own');
    if (limits.state !== 'known') return unknown(limits.because);
    if (sysctls.state !== 'known') return unknown(sysctls.because);
    const state = keyringState(limits.value, sysctls.value, containersConf);
    if (typeof state === 'string') return notApplicable(state);
    if (state.keysLeft > 0 && state.bytesLeft > 0) return pass;
    const byKeys = state.keysLeft <= 0;
    const key = byKeys ? 'kernel.keys.maxkeys' : 'kernel.keys.maxbytes';
    const data = {
      user: user.value.name,
      used: state.keys,
      key,
      limit: byKeys ? state.maxKeys : state.maxBytes,
      suggested: byKeys ? MAX_KEYS : MAX_BYTES,
    };
    const [first, ...rest] = sysctlEvidence(key, `${data.limit}`, `${data.suggested}`, sysctlFiles);
    return fail('usedUp', data, first, ...rest);
  },
});
