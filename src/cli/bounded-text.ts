import { createReadStream } from 'node:fs';

/** The text of a file. No more is read than it may have: the file may be a pipe, or have no end. */
export async function boundedText(file: string, mostBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of createReadStream(file)) {
    if (!Buffer.isBuffer(chunk)) continue;
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > mostBytes) throw new RangeError(`it is larger than ${mostBytes} bytes`);
  }
  return Buffer.concat(chunks).toString('utf8');
}
