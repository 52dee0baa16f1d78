import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { formatIdMap, normalizeIdMap, parseIdMap, sameIdMap } from '../../src/parse/id-map.ts';
import { parsePodmanNamespace } from '../../src/parse/podman-namespace.ts';
import { parseSubidHelpers } from '../../src/parse/subid-helpers.ts';
import { parseUsernsAttempt } from '../../src/parse/userns-attempt.ts';
import { parseVirtualization } from '../../src/parse/virtualization.ts';
import { describe } from '../helpers/describe.ts';

const WORKED = [
  'uids 0 1000 1 1 100000 65536',
  'gids 0 1000 1 1 100000 65536',
  'unshare exit 0',
  'newuidmap exit 0',
  'newgidmap exit 0',
  'uidmap 0       1000          1',
  'uidmap 1     100000      65536',
  'gidmap 0       1000          1',
  'gidmap 1     100000      65536',
].join('\n');

describe('id map', (it) => {
  it('reads uid_map, and compares what is written differently', () => {
    const map = parseIdMap('         0       1000          1\n         1     100000      65536\n');
    assert.is(formatIdMap(map), '0 1000 1, 1 100000 65536');
    assert.ok(sameIdMap(map, parseIdMap('1 100000 6 7 100006 65530 0 1000 1')));
    assert.not(sameIdMap(map, parseIdMap('0 1000 1')));
    assert.is(formatIdMap([]), 'empty');
  });

  it('joins neighbours only where both sides go on', () => {
    assert.is(normalizeIdMap(parseIdMap('0 10 5 5 15 5')).length, 1);
    assert.is(normalizeIdMap(parseIdMap('0 10 5 5 20 5')).length, 2);
  });

  it('takes any text', () => {
    fc.assert(fc.property(fc.string(), (text) => void normalizeIdMap(parseIdMap(text))));
  });
});

describe('userns attempt', (it) => {
  it('reads one that worked', () => {
    const attempt = parseUsernsAttempt(WORKED);
    assert.ok(attempt.created);
    assert.equal(attempt.newuidmap, { exitCode: 0, said: '' });
    assert.equal(attempt.newgidmap, { exitCode: 0, said: '' });
    assert.ok(sameIdMap(attempt.wanted.uids, attempt.mapped.uids));
    assert.ok(sameIdMap(attempt.wanted.gids, attempt.mapped.gids));
  });

  it('reads one that was not created', () => {
    const text =
      'uids 0 1000 1\ngids 0 1000 1\nunshare said unshare: unshare failed: No space left on device\n';
    const attempt = parseUsernsAttempt(text);
    assert.not(attempt.created);
    assert.is(attempt.complaint, 'unshare: unshare failed: No space left on device');
    assert.is(attempt.newuidmap, null);
  });

  it('reads helpers that are missing or complain', () => {
    const text = `${WORKED.split('\n').slice(0, 3).join('\n')}
newuidmap missing
newgidmap exit 1
newgidmap said newgidmap: write to gid_map failed: Operation not permitted
`;
    const { newuidmap, newgidmap, mapped } = parseUsernsAttempt(text);
    assert.equal(newuidmap, { exitCode: null, said: '' });
    assert.equal(newgidmap, {
      exitCode: 1,
      said: 'newgidmap: write to gid_map failed: Operation not permitted',
    });
    assert.equal(mapped, { uids: [], gids: [] });
  });

  it('takes any text', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseUsernsAttempt(text)));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: WORKED.length }), (end) => {
        // Cut anywhere, it may know less, but never more.
        const { created, newuidmap } = parseUsernsAttempt(WORKED.slice(0, end));
        assert.ok(created || newuidmap === null);
      }),
    );
  });
});

describe('podman namespace', (it) => {
  it('reads a pause process', () => {
    const text =
      'pid 778\nfile /run/user/1000/libpod/tmp/pause.pid\ncomm catatonit\nuidmap 0 1000 1\ngidmap 0 1000 1\n';
    assert.equal(parsePodmanNamespace(text), {
      pid: 778,
      file: '/run/user/1000/libpod/tmp/pause.pid',
      command: 'catatonit',
      uids: [{ inside: 0, outside: 1000, count: 1 }],
      gids: [{ inside: 0, outside: 1000, count: 1 }],
    });
  });

  it('takes any text', () => {
    fc.assert(fc.property(fc.string(), (text) => void parsePodmanNamespace(text)));
  });
});

describe('subid helpers', (it) => {
  it('reads a setuid helper, and one with capabilities', () => {
    const text = [
      'newgidmap caps =/usr/bin/newgidmap cap_setgid=ep',
      'ok 4755 0 0 1745058028 regular file|/usr/bin/newuidmap',
      'ok 755 0 0 1745058028 regular file|/usr/bin/newgidmap',
    ].join('\n');
    assert.equal(parseSubidHelpers(text), {
      newuidmap: {
        path: '/usr/bin/newuidmap',
        mode: 0o4755,
        uid: 0,
        gid: 0,
        capabilities: null,
      },
      newgidmap: {
        path: '/usr/bin/newgidmap',
        mode: 0o755,
        uid: 0,
        gid: 0,
        capabilities: 'cap_setgid=ep',
      },
    });
  });

  it('knows a helper without any, and a missing one', () => {
    const text = 'newuidmap caps =\nok 755 0 0 1 regular file|/usr/bin/newuidmap\n';
    const { newuidmap, newgidmap } = parseSubidHelpers(text);
    assert.is(newuidmap?.capabilities, '');
    assert.is(newgidmap, null);
  });

  it('takes any text', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseSubidHelpers(text)));
  });
});

describe('virtualization', (it) => {
  it('reads a machine of its own', () => {
    const text =
      'kernel 6.12.107+deb13-amd64\nNoNewPrivs: 0\nSeccomp: 0\nuidmap 0 0 4294967295\ngidmap 0 0 4294967295\n';
    const all = [{ inside: 0, outside: 0, count: 4_294_967_295 }];
    assert.equal(parseVirtualization(text), {
      container: null,
      marker: null,
      wsl: false,
      noNewPrivileges: false,
      seccompFilter: false,
      lockdown: null,
      uids: all,
      gids: all,
    });
  });

  it('knows containers, WSL, and a sandbox', () => {
    const lxc = parseVirtualization('marker /run/systemd/container\nengine lxc\nSeccomp: 2\n');
    assert.equal([lxc.container, lxc.seccompFilter], ['lxc', true]);
    assert.is(parseVirtualization('marker /.dockerenv\n').container, 'docker');
    assert.is(parseVirtualization('marker /run/.containerenv\n').container, 'podman');
    assert.is(parseVirtualization('marker /run/systemd/container\n').container, 'container');
    assert.ok(parseVirtualization('kernel 5.15.90.1-microsoft-standard-WSL2\n').wsl);
    assert.ok(parseVirtualization('NoNewPrivs: 1\n').noNewPrivileges);
  });

  it('takes any text', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseVirtualization(text)));
  });
});
