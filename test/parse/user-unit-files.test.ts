import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parseUserUnitFiles } from '../../src/parse/user-unit-files.ts';
import { describe } from '../helpers/describe.ts';

const OWN = '/home/alice/.config/systemd/user';
const OUTPUT = `masked podman.socket ${OWN}/podman.socket
wanted podman.socket ${OWN}/sockets.target.wants/podman.socket
dropin podman.service ${OWN}/podman.service.d/o.conf
multiuser web.service ${OWN}/multi-user.target.wants/web.service
file podman.socket /usr/lib/systemd/user/podman.socket
file podman.service /usr/lib/systemd/user/podman.service
denied /etc/systemd/user
nonsense
`;

describe('user-unit-files', (it) => {
  const files = parseUserUnitFiles(OUTPUT);

  it('lets the first directory win', () => {
    assert.equal(files.units.get('podman.socket'), {
      path: `${OWN}/podman.socket`,
      masked: true,
      wantedBy: [`${OWN}/sockets.target.wants/podman.socket`],
      dropIns: [],
    });
    assert.is(files.units.get('podman.service')?.path, '/usr/lib/systemd/user/podman.service');
    assert.is(files.units.get('podman.service')?.dropIns.length, 1);
  });

  it('keeps links to multi-user.target and closed directories', () => {
    assert.is(files.wantedByMultiUser[0]?.unit, 'web.service');
    assert.equal(files.denied, ['/etc/systemd/user']);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseUserUnitFiles(`file ${text}`)));
  });
});
