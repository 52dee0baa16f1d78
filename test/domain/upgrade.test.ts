import * as assert from 'uvu/assert';
import { shadowedFiles } from '../../src/domain/shadowed-files.ts';
import { upgradeOf } from '../../src/domain/upgrade.ts';
import { absent, known } from '../../src/model/fact.ts';
import type { Needs } from '../../src/model/need.ts';
import { describe } from '../helpers/describe.ts';
import { settings, versions } from '../helpers/storage-facts.ts';

const to = (version: string): Pick<Needs, 'target'> => ({ target: { program: 'podman', version } });
const installed = (podman: string) => known(versions({ podman }));

describe('an upgrade', (it) => {
  it('is judged by the first release of a series, or by the one that is named', () => {
    for (const [target, version] of [
      ['6', '6.0'],
      ['6.1', '6.1'],
      ['5', '5.0'],
    ] as const) {
      const upgrade = upgradeOf(to(target), installed('4.9.3'));
      assert.is('to' in upgrade && upgrade.to.version.text, version);
      assert.is('to' in upgrade && upgrade.name, `Podman ${target}`);
    }
  });

  it('is not judged when it is not asked for, or done', () => {
    const because = (asked: Pick<Needs, 'target'>, podman: string): string | false => {
      const upgrade = upgradeOf(asked, installed(podman));
      return 'because' in upgrade && upgrade.because;
    };
    assert.match(because({}, '5.4.2') || '', 'no upgrade');
    assert.match(because(to('6'), '6.0.2') || '', 'Podman 6.0.2 is installed already');
    assert.match(because(to('5'), '6.0.0') || '', 'Podman 6.0.0');
    assert.is(because(to('6.1'), '6.0.2'), false);
    assert.is(because(to('6'), '6.0.0-rc1'), false);
  });

  it('is judged where there is no Podman yet', () => {
    const upgrade = upgradeOf(to('6'), absent('no podman'));
    assert.is('to' in upgrade && upgrade.from, undefined);
  });
});

describe('shadowed files', (it) => {
  const file = (path: string) => ({ path, status: 'ok' as const });
  const system = '/etc/containers/containers.conf';
  const own = '/home/ada/.config/containers/containers.conf';
  const from = (...paths: readonly string[]) =>
    new Map(
      paths.flatMap((path, at) => [
        ...settings(`[engine]\nnum_locks = ${at}\nkey${at} = ${at}`, path),
      ]),
    );

  it('are main files of the system beside one of the user', () => {
    const config = { files: [file(system), file(own)], settings: from(system, own), problems: [] };
    assert.equal(shadowedFiles(config), [{ file: system, by: own, keys: ['engine.key0'] }]);
  });

  it('are drop-ins beside one of the same name', () => {
    const files = [file(`${system}.d/a.conf`), file(`${system}.d/b.conf`), file(`${own}.d/a.conf`)];
    const config = { files, settings: from(...files.map(({ path }) => path)), problems: [] };
    assert.equal(
      shadowedFiles(config).map((one) => one.file),
      [`${system}.d/a.conf`],
    );
  });

  it('are none where a file says nothing that counts, is alone, or is of a package', () => {
    const vendor = '/usr/share/containers/containers.conf';
    const alone = { files: [file(vendor), file(system)], settings: from(vendor, system) };
    assert.equal(shadowedFiles({ ...alone, problems: [] }), []);
    const silent = { files: [file(system), file(own)], settings: from(own), problems: [] };
    assert.equal(shadowedFiles(silent), []);
    const named = [{ path: '/tmp/my.conf', status: 'ok' as const }];
    assert.equal(shadowedFiles({ files: named, settings: from('/tmp/my.conf'), problems: [] }), []);
  });
});
