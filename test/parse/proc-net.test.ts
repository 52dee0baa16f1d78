import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { addressOf, parseListeners, parseRoutes } from '../../src/parse/proc-net.ts';
import { describe } from '../helpers/describe.ts';

const ROUTES = [
  'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT',
  'eth0\t00000000\t0202000A\t0003\t0\t0\t0\t00000000\t0\t0\t0',
  'eth0\t0002000A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0',
];

describe('/proc/net', (it) => {
  it('says how a listener is reached from here', () => {
    const reached = (address: string): string => addressOf({ address });
    assert.is(reached('00000000'), '127.0.0.1');
    assert.is(reached('0F02000A'), '10.0.2.15');
    assert.is(reached('0'.repeat(32)), '::1');
    assert.is(
      reached('B80D01200000000000000000010000000'.slice(0, 32)),
      '2001:0DB8:0000:0000:0000:0000:0000:0001',
    );
  });

  it('reads routes', () => {
    assert.equal(parseRoutes(ROUTES), [
      { device: 'eth0', destination: [0, 0xff_ff_ff_ff], gateway: 0x0a_00_02_02, isDefault: true },
      {
        device: 'eth0',
        destination: [0x0a_00_02_00, 0x0a_00_02_ff],
        gateway: 0,
        isDefault: false,
      },
    ]);
  });

  it('leaves out routes that are down or reject', () => {
    const row = (flags: string) => `eth0\t00000000\t00000000\t${flags}\t0\t0\t0\t00000000\t0\t0\t0`;
    assert.equal(parseRoutes([row('0000'), row('0201')]), []);
  });

  it('reads listeners of both families', () => {
    const tail = '00000000:00000000 00:00000000 00000000';
    assert.equal(
      parseListeners([
        `   0: 00000000:0016 00000000:0000 0A ${tail}     0        0 5391 1 0 100 0 0 10 0`,
        `   1: 0100007F:1F90 00000000:0000 0A ${tail}  1000        0 5392 1 0 100 0 0 10 0`,
        `   0: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A ${tail}    33        0 5 1`,
        `   2: 0100007F:1F91 0100007F:0001 01 ${tail}  1000        0 5393 1 0 20 4 30 10 -1`,
      ]),
      [
        { address: '00000000', port: 22, uid: 0 },
        { address: '0100007F', port: 8080, uid: 1000 },
        { address: '00000000000000000000000000000000', port: 80, uid: 33 },
      ],
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (lines) => {
        parseRoutes(lines);
        parseListeners(lines);
      }),
    );
  });
});
