import * as assert from 'uvu/assert';
import {
  connectionsIn,
  changeFor,
  commandsFor,
  connectionName,
  sshUri,
} from '../../src/cli/podman-connections.ts';
import { describe } from '../helpers/describe.ts';

const WEB1 = {
  name: 'web1',
  uri: 'ssh://alice@10.0.0.5:22/run/user/1000/podman/podman.sock',
  identity: '/home/ada/.ssh/id_ed25519',
};

describe('podman connections', (it) => {
  it('reads what Podman 3 to 5 print', () => {
    // Podman 4 and 5; Podman 3 marks the default by a star in the name.
    const five = JSON.stringify([
      { Name: 'web1', URI: WEB1.uri, Identity: WEB1.identity, IsMachine: false, Default: true },
    ]);
    const three = JSON.stringify([{ Name: 'web1*', Identity: WEB1.identity, URI: WEB1.uri }]);
    assert.equal(connectionsIn(five), [WEB1]);
    assert.equal(connectionsIn(three), [WEB1]);
    assert.equal(connectionsIn(''), []);
    assert.equal(connectionsIn('[{"Name":7},null,"x"]'), []);
    assert.is(connectionsIn('Name  URI\nweb1  ssh://'), undefined);
    assert.is(connectionsIn('{}'), undefined);
  });

  it('changes only what differs', () => {
    assert.is(changeFor(WEB1, []), 'add');
    assert.is(changeFor(WEB1, [WEB1]), 'none');
    assert.is(changeFor(WEB1, [{ ...WEB1, identity: '' }]), 'replace');
    assert.is(changeFor(WEB1, [{ ...WEB1, name: 'other' }]), 'add');
  });

  it('gives words, never a string for a shell', () => {
    assert.equal(commandsFor('none', WEB1), []);
    assert.equal(commandsFor('replace', WEB1), [
      ['system', 'connection', 'remove', 'web1'],
      ['system', 'connection', 'add', '--identity', WEB1.identity, 'web1', WEB1.uri],
    ]);
    assert.equal(commandsFor('add', { ...WEB1, identity: '' }), [
      ['system', 'connection', 'add', 'web1', WEB1.uri],
    ]);
  });

  it('names and addresses a host', () => {
    assert.is(connectionName('alice@web1.example.org:2222'), 'web1.example.org');
    assert.is(connectionName('[fe80::1]'), 'fe80-1');
    assert.is(connectionName('@'), 'podman');
    const socket = '/run/podman/podman.sock';
    assert.is(
      sshUri({ user: 'al ice', hostName: 'fe80::1', port: 22 }, socket),
      `ssh://al%20ice@[fe80::1]:22${socket}`,
    );
  });
});
