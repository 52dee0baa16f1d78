import { tunDevice } from '../../../checks/network/tun-device.ts';
import type { TunDevice } from '../../../src/facts/tun-device.ts';
import type { PathRecord } from '../../../src/parse/records.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { alice, root } from '../../helpers/network-facts.ts';

const node: PathRecord = {
  path: '/dev/net/tun',
  status: 'ok',
  type: 'char',
  mode: 0o666,
  uid: 0,
  gid: 0,
  mtime: 0,
};

function given(more: Partial<TunDevice> = {}) {
  const healthy: TunDevice = {
    node,
    isPermitted: true,
    hasDriver: true,
    isLoadable: undefined,
    opens: true,
    complaint: '',
  };
  return { tunDevice: { ...healthy, ...more }, user: alice };
}

const unloaded = { hasDriver: false, opens: undefined } as const;

testCheck(tunDevice, {
  pass: [
    { name: 'it opens', facts: given() },
    { name: 'the module loads when it is opened', facts: given({ ...unloaded, isLoadable: true }) },
  ],
  fail: [
    {
      name: 'no node',
      facts: given({ node: { ...node, status: 'absent', type: '-' } }),
      findings: [{ messageId: 'missing' }],
    },
    {
      name: 'only root may open it',
      facts: given({ node: { ...node, mode: 0o600 }, isPermitted: false, opens: false }),
      findings: [{ messageId: 'denied', data: { mode: '600', uid: 0, user: 'alice' } }],
    },
    {
      name: 'a file in its place',
      facts: given({ node: { ...node, type: 'file' } }),
      findings: [{ messageId: 'notDevice' }],
    },
    {
      name: 'a container without the device',
      facts: given({ opens: false, complaint: 'Operation not permitted' }),
      findings: [
        { messageId: 'refused', data: { mode: '666', complaint: 'Operation not permitted' } },
      ],
    },
    {
      name: 'it does not open, and nobody says why',
      facts: given({ opens: false }),
      findings: [{ messageId: 'refused', data: { mode: '666', complaint: 'an error' } }],
    },
    {
      name: 'the kernel has no such module',
      facts: given({ ...unloaded, isLoadable: false }),
      findings: [{ messageId: 'noModule' }],
    },
  ],
  notApplicable: [{ name: 'root', facts: { ...given({ node: undefined }), user: root } }],
  unknown: [
    { name: 'no modprobe', facts: given(unloaded) },
    { name: 'a hidden directory', facts: given({ node: { ...node, status: 'denied' } }) },
    { name: 'nothing was said', facts: given({ node: undefined }) },
  ],
});
