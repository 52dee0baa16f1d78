import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parseListeners } from '../../src/parse/unix-sockets.ts';
import { describe } from '../helpers/describe.ts';

const OUTPUT = `Num       RefCount Protocol Flags    Type St Inode Path
00000000c6036545: 00000002 00000000 00010000 0001 01  4963 /run/user/1000/podman/podman.sock
00000000c6036546: 00000003 00000000 00000000 0001 03  4964 /run/user/1000/bus
00000000c6036547: 00000002 00000000 00000000 0002 01  4965
`;

describe('unix-sockets', (it) => {
  it('keeps what listens and has a path', () => {
    assert.equal([...parseListeners(OUTPUT)], ['/run/user/1000/podman/podman.sock']);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseListeners(text)));
  });
});
