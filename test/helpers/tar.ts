import { gzipSync } from 'node:zlib';
import { type Headers, pack } from 'tar-stream';

/** A tar of these entries, as somebody who means no good may write it. */
export async function tarOf(
  entries: readonly (Headers & { readonly content?: string | Buffer })[],
): Promise<Buffer> {
  const tar = pack();
  for (const { content = '', ...header } of entries) tar.entry(header, Buffer.from(content));
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The same, packed by gzip. */
export async function tarGzOf(...entries: Parameters<typeof tarOf>[0][number][]): Promise<Buffer> {
  return gzipSync(await tarOf(entries));
}
