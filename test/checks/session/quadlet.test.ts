import { quadlet } from '../../../checks/session/quadlet.ts';
import { absent } from '../../../src/model/fact.ts';
import type { Quadlet, Quadlets } from '../../../src/parse/quadlets.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { versionsOf } from '../../helpers/network-facts.ts';

const DIRECTORY = '/home/alice/.config/containers/systemd';
const GENERATOR = '/usr/lib/systemd/user-generators/podman-user-generator';
const versions = versionsOf({ podman: '5.4.2' });

function file(name: string, keys: readonly string[], more: Partial<Quadlet> = {}): Quadlet {
  const [base = '', type = ''] = name.split('.');
  const unit = `${base}${type === 'container' ? '' : `-${type}`}.service`;
  const path = `${DIRECTORY}/${name}`;
  return { path, type, unit, keys: new Set(keys), hasDropIns: false, ...more };
}

const WEB = file('web.container', ['Container.Image']);
const EMPTY = file('web.container', []);
const POD = file('web.pod', []);

function quadletsOf(files: readonly Quadlet[], more: Partial<Quadlets> = {}): Quadlets {
  return {
    files,
    generator: { path: GENERATOR, masked: false },
    outputDirectory: '/run/user/1000/systemd/generator',
    managerRuns: true,
    units: new Set(),
    waiting: [],
    denied: [],
    ...more,
  };
}

testCheck(quadlet, {
  pass: [
    {
      name: 'its unit is there',
      facts: { quadlets: quadletsOf([WEB], { units: new Set(['web.service']) }), versions },
    },
    {
      name: 'no manager has run the generator yet',
      facts: { quadlets: quadletsOf([WEB], { managerRuns: false }), versions },
    },
    {
      name: 'a unit that was made of an older Podman’s pod',
      facts: {
        quadlets: quadletsOf([POD], { units: new Set(['web-pod.service']) }),
        versions: versionsOf({ podman: '4.9.3' }),
      },
    },
  ],
  fail: [
    {
      name: 'Debian 12',
      facts: {
        quadlets: quadletsOf([WEB], { generator: null }),
        versions: versionsOf({ podman: '4.3.1' }),
      },
      findings: [{ messageId: 'tooOld' }],
    },
    {
      name: 'a pod before Podman 5',
      facts: { quadlets: quadletsOf([POD]), versions: versionsOf({ podman: '4.9.3' }) },
      findings: [{ messageId: 'type' }],
    },
    {
      name: 'no generator',
      facts: { quadlets: quadletsOf([WEB], { generator: null }), versions },
      findings: [{ messageId: 'noGenerator' }],
    },
    {
      name: 'a masked generator',
      facts: {
        quadlets: quadletsOf([WEB], { generator: { path: GENERATOR, masked: true } }),
        versions,
      },
      findings: [{ messageId: 'masked' }],
    },
    {
      name: 'a container without an image',
      facts: { quadlets: quadletsOf([EMPTY]), versions },
      findings: [
        {
          messageId: 'incomplete',
          data: {
            file: EMPTY.path,
            podman: '5.4.2',
            generator: GENERATOR,
            key: 'Container: Image or Container: Rootfs',
          },
          evidence: [{ where: EMPTY.path }],
        },
      ],
    },
    {
      name: 'no unit of a file whose drop-ins may set the image',
      facts: { quadlets: quadletsOf([{ ...EMPTY, hasDropIns: true }]), versions },
      findings: [{ messageId: 'notGenerated' }],
    },
    {
      name: 'one of two has no unit',
      facts: {
        quadlets: quadletsOf([WEB, file('data.volume', [])], { units: new Set(['web.service']) }),
        versions,
      },
      findings: [{ messageId: 'notGenerated' }],
    },
  ],
  notApplicable: [
    { name: 'no quadlets', facts: { quadlets: absent('none'), versions } },
    { name: 'no podman', facts: { quadlets: quadletsOf([WEB]), versions: {} } },
  ],
  unknown: [
    {
      name: 'a closed directory',
      facts: { quadlets: quadletsOf([], { denied: [DIRECTORY] }), versions },
    },
  ],
});
