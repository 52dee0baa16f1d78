import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { FrameReader } from '../../src/gather/frames.ts';
import { describe } from '../helpers/describe.ts';

const NONCE = '0123456789abcdef';
const probe = (id: string, as: 'user' | 'login' | 'root' = 'user') => ({ id, as });
/** What awk makes of text that ends with a line end. */
const written = (text: string): string =>
  text.replaceAll('\u0002', '\u0002b').replaceAll('\u0001', '\u0002a').replaceAll('\n', '\u0001');
const RANGES = `ada:100000:65536\n\n${NONCE} subuid 0\n`;
const RULES = `{}\n${NONCE} nft 0\n`;
const hex = (text: string): string =>
  [...Buffer.from(text)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');

const INTACT = [
  'Welcome to host1',
  `${NONCE} .main B sudo`,
  `${NONCE} subuid T 0 ${written(RANGES).slice(0, 11)}`,
  `${NONCE} .root B`,
  `${NONCE} nft H 0 ${hex(RULES)}`,
  `${NONCE} subuid T 1 ${written(RANGES).slice(11)}`,
  `${NONCE} nft E n${RULES.length} c0`,
  `${NONCE} .root S 0 `,
  `${NONCE} subuid E n${RANGES.length} c0`,
  `${NONCE} .main Z`,
  '',
].join('\n');

function reader(stream: string | Buffer): FrameReader {
  const frames = new FrameReader(NONCE);
  frames.push(Buffer.from(stream));
  return frames;
}

describe('FrameReader', (it) => {
  it('puts the output of a probe together, from text and from hex', () => {
    const frames = reader(INTACT);
    assert.equal(frames.record(probe('subuid')), {
      status: 'done',
      exitCode: 0,
      stdout: 'ada:100000:65536\n',
      cut: false,
    });
    assert.equal(frames.record(probe('nft', 'root')), {
      status: 'done',
      exitCode: 0,
      stdout: '{}',
      cut: false,
    });
    assert.is(frames.noise, 'Welcome to host1\n');
    assert.is(frames.ended, true);
  });

  it('gives the same for chunks of any size', () => {
    for (let size = 1; size < 40; size += 1) {
      const frames = new FrameReader(NONCE);
      for (let at = 0; at < INTACT.length; at += size) {
        frames.push(Buffer.from(INTACT.slice(at, at + size)));
      }
      assert.is(frames.record(probe('subuid')).status, 'done');
      assert.is(frames.ended, true);
    }
  });

  it('takes nothing for complete when the stream is cut at any byte', () => {
    for (let at = 0; at < INTACT.length; at += 1) {
      const frames = reader(INTACT.slice(0, at));
      const lastLine = INTACT.indexOf('\n', INTACT.indexOf('subuid T 1')) + 1;
      const record = frames.record(probe('subuid'));
      assert.is(record.status, at >= lastLine ? 'done' : 'truncated', `cut at byte ${at}`);
      assert.is(frames.ended, false);
    }
  });

  it('takes nothing for complete when one byte is changed, but for the payload itself', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: INTACT.length - 1 }),
        fc.integer({ min: 0, max: 255 }),
        (at, byte) => {
          const bytes = Buffer.from(INTACT);
          bytes[at] = byte;
          const record = reader(bytes).record(probe('subuid'));
          assert.ok(record.status !== 'done' || record.stdout.length > 0);
        },
      ),
    );
  });

  it('never throws, and never ends without our own records', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 700 })), (chunks) => {
        const frames = new FrameReader(NONCE);
        for (const chunk of chunks) frames.push(Buffer.from(chunk));
        assert.is(frames.ended, false);
        assert.is(frames.record(probe('subuid')).status, 'truncated');
      }),
    );
  });

  it('does not take a record with another nonce', () => {
    const frames = reader(INTACT.replaceAll(NONCE, 'fedcba9876543210'));
    assert.is(frames.began, false);
    assert.is(frames.record(probe('subuid')).status, 'truncated');
  });

  it('finds a gap in the sequence, and a byte count that differs', () => {
    const lines = INTACT.split('\n');
    const without = (part: string): string => lines.filter((one) => !one.includes(part)).join('\n');
    assert.is(reader(without('T 0')).record(probe('subuid')).status, 'truncated');
    assert.is(reader(without('T 1')).record(probe('subuid')).status, 'truncated');
    assert.is(
      reader(INTACT.replace(`n${RANGES.length}`, 'n18')).record(probe('subuid')).status,
      'truncated',
    );
  });

  it('tells a probe that did not end from one that was never started', () => {
    const began = `${NONCE} .main B sudo\n`;
    const hung = reader(`${began}${NONCE} a T 0 x\n${NONCE} .main Z late\n`);
    assert.equal(hung.record(probe('a')), { status: 'timeout' });
    const refused = reader(
      `${began}${NONCE} .root S 1 sudo: a password is required\n${NONCE} .main Z\n`,
    );
    assert.equal(refused.record(probe('b', 'root')), {
      status: 'denied',
      because: 'sudo refused: sudo: a password is required',
    });
    const none = reader(`${NONCE} .main B none\n${NONCE} .main Z\n`);
    assert.equal(none.record(probe('b', 'root')), { status: 'denied', because: 'this needs root' });
  });

  it('says that a user does not exist', () => {
    const frames = reader(
      `${NONCE} .main B root\n${NONCE} .user S 67 there is no user of that name\n${NONCE} .main Z\n`,
    );
    assert.equal(frames.record(probe('a')), {
      status: 'denied',
      because: 'a shell as the target user did not start: there is no user of that name',
    });
  });

  it('drops a line that has no end, and keeps little noise', () => {
    const frames = reader('x'.repeat(100_000));
    assert.ok(frames.noise.length <= 4096);
    frames.push(Buffer.from(`\n${INTACT}`));
    assert.is(frames.record(probe('subuid')).status, 'done');
  });

  it('keeps bytes that are no UTF-8 as U+FFFD', () => {
    const payload = Buffer.concat([
      Buffer.from([0x61, 0xff, 0xfe]),
      Buffer.from(`\u0001${NONCE} a 0\u0001`),
    ]);
    const frames = reader(
      Buffer.concat([
        Buffer.from(`${NONCE} .main B none\n${NONCE} a T 0 `),
        payload,
        Buffer.from('\n'),
      ]),
    );
    const record = frames.record(probe('a'));
    assert.is(record.status === 'done' && record.stdout, 'a\uFFFD\uFFFD');
  });

  it('gives back what was written, wherever it was split', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('\u0001', '\u0002', 'a', 'b', '\n', 'é', ' ') }),
        (text) => {
          const payload = Buffer.from(written(`${text}\n${NONCE} a 3\n`));
          for (let at = 0; at <= payload.length; at += 1) {
            const frames = new FrameReader(NONCE);
            const [head, tail] = [payload.subarray(0, at), payload.subarray(at)];
            for (const [seq, part] of [head, tail].entries()) {
              frames.push(
                Buffer.concat([Buffer.from(`${NONCE} a T ${seq} `), part, Buffer.from('\n')]),
              );
            }
            assert.equal(frames.record(probe('a')), {
              status: 'done',
              exitCode: 3,
              stdout: text,
              cut: false,
            });
          }
        },
      ),
    );
  });

  it('says that a probe printed too much, and no more of it', () => {
    const frames = reader(`${NONCE} .main B none\n${NONCE} a T 0 yes\u0001\n${NONCE} a E n4 c1\n`);
    assert.equal(frames.record(probe('a')), {
      status: 'done',
      exitCode: 141,
      stdout: '',
      cut: true,
    });
  });

  const shared = (id: string) => ({ id, as: 'user', shares: 'system' }) as const;
  const group = [
    `ada:1:2\n\n${NONCE} subuid 0\n`,
    `\n${NONCE} subgid 66\n`,
    `6.1\n\n${NONCE} kernel 0\n`,
  ].join('');

  it('splits the output of probes that share a session', () => {
    const frames = reader(
      [
        `${NONCE} .main B none`,
        `${NONCE} shared-user-system T 0 ${written(group)}`,
        `${NONCE} shared-user-system E n${group.length} c0`,
        `${NONCE} .main Z`,
        '',
      ].join('\n'),
    );
    const done = { status: 'done', cut: false };
    assert.equal(frames.record(shared('subuid')), { ...done, exitCode: 0, stdout: 'ada:1:2\n' });
    assert.equal(frames.record(shared('subgid')), { ...done, exitCode: 66, stdout: '' });
    assert.equal(frames.record(shared('kernel')), { ...done, exitCode: 0, stdout: '6.1\n' });
    assert.equal(frames.record(shared('other')), { status: 'truncated' });
  });

  it('keeps the probes of a shared session that ended before one that hangs', () => {
    const frames = reader(
      [
        `${NONCE} .main B none`,
        `${NONCE} shared-user-system T 0 ${written(group.slice(0, -4))}`,
        `${NONCE} .main Z late`,
        '',
      ].join('\n'),
    );
    assert.is(frames.record(shared('subuid')).status, 'done');
    assert.equal(frames.record(shared('kernel')), { status: 'timeout' });
  });
});
