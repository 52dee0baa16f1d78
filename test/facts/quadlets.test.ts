import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { quadlets } from '../../src/facts/quadlets.ts';
import { describe } from '../helpers/describe.ts';

const D = '/home/ada/.config/containers/systemd';
const OUTPUT = [
  `file ${D}/web.container`,
  '|[Unit]',
  '|[Container]',
  '|Image=localhost/bb:1',
  '|ImageTag =',
  '|[Service]',
  `file ${D}/data.volume`,
  `file ${D}/job@.container`,
  `file ${D}/named.kube`,
  'dropins',
  '|[Kube]',
  '|Yaml = a.yml',
  '|ServiceName=other',
  'file /etc/containers/systemd/users/web.container',
  'generator /usr/lib/systemd/user-generators/podman-user-generator',
  'output /run/user/1000/systemd/generator',
  'manager',
  'unit web.service',
  'waits web.service',
  '',
].join('\n');

describe('quadlets', (it) => {
  it('reads files, keys and units', () => {
    const state = quadlets.parse({ stdout: OUTPUT, exitCode: 0 });
    const value = state.state === 'known' ? state.value : undefined;
    assert.ok(value);
    assert.equal(
      value.files.map(({ path, unit, hasDropIns }) => [path, unit, hasDropIns]),
      [
        [`${D}/web.container`, 'web.service', false],
        [`${D}/data.volume`, 'data-volume.service', false],
        [`${D}/named.kube`, 'other.service', true],
      ],
    );
    assert.equal([...(value.files[0]?.keys ?? [])], ['Container.Image']);
    assert.is(value.managerRuns, true);
    assert.equal([[...value.units], value.waiting], [['web.service'], ['web.service']]);
    assert.is(value.generator?.masked, false);
  });

  it('never throws, wherever the output is cut', () => {
    for (let at = 0; at <= OUTPUT.length; at += 1) {
      quadlets.parse({ stdout: OUTPUT.slice(0, at), exitCode: 0 });
    }
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (stdout) => void quadlets.parse({ stdout, exitCode: 0 }),
      ),
    );
  });

  it('is absent without a quadlet', () => {
    assert.is(quadlets.parse({ stdout: '', exitCode: 66 }).state, 'absent');
  });
});
