import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { UsageError } from '../../src/model/usage-error.ts';
import { parseHost, parseHosts } from '../../src/transport/inventory.ts';
import { describe } from '../helpers/describe.ts';

describe('inventory', (it) => {
  it('reads every form', () => {
    assert.equal(parseHost('host1'), { text: 'host1', host: 'host1' });
    assert.equal(parseHost('alice@host1.example:2222'), {
      text: 'alice@host1.example:2222',
      host: 'host1.example',
      user: 'alice',
      port: 2222,
    });
    assert.equal(parseHost('[fe80::1%eth0]:22'), {
      text: '[fe80::1%eth0]:22',
      host: 'fe80::1%eth0',
      port: 22,
    });
    assert.equal(parseHost('::1'), { text: '[::1]', host: '::1' });
    assert.equal(parseHost('bob@[::1]').user, 'bob');
    assert.equal(parseHost('ssh://alice@host1:2222/').text, 'alice@host1:2222');
    assert.equal(parseHost('SSH://host1').text, 'host1');
    assert.equal(parseHost('alice@corp.example@host1').user, 'alice@corp.example');
  });

  it('refuses everything else, naming it', () => {
    const wrong = [
      '',
      ' ',
      '-oProxyCommand=id',
      'alice@-oProxyCommand=id',
      '-l@host',
      'a b',
      'host:',
      'host:0',
      'host:65536',
      'host:22x',
      'host:1:2',
      '@host',
      'alice@',
      '$(id)',
      'host;id',
      'host`id`',
      'ho*st',
      "ho'st",
      'host/path',
      'ssh://host/path',
      'ssh://',
      'https://host',
      '[host]:22',
      '[::1',
      'host\n',
      'ſtrange',
      'al ice@host',
      'al$ice@host',
    ];
    for (const text of wrong) {
      try {
        parseHost(text);
        assert.unreachable(`took ${JSON.stringify(text)}`);
      } catch (error) {
        assert.instance(error, UsageError, text);
      }
    }
    assert.throws(
      () => parseHost('a\u001B[2Jb'),
      (error: Error) => !error.message.includes('\u001B'),
    );
  });

  it('takes hosts that are spelled alike once, in their order', () => {
    const hosts = parseHosts(['b', 'a', 'ssh://b', 'x@a', '[::1]', '::1']);
    assert.equal(
      hosts.map(({ text }) => text),
      ['b', 'a', 'x@a', '[::1]'],
    );
  });

  it('never throws anything but a UsageError, and reads back what it prints', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a-z.@:[\]-]*$/)), (text) => {
        try {
          const target = parseHost(text);
          assert.equal(parseHost(target.text), target);
          assert.not.match(target.host, /^-|\s/);
        } catch (error) {
          assert.instance(error, UsageError);
        }
      }),
    );
  });
});
