import { type Node, Parser } from 'commonmark';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { markdown } from '../../reports/markdown.ts';
import { printable } from '../../src/parse/printable.ts';
import type { Report } from '../../src/model/report.ts';
import { describe } from '../helpers/describe.ts';
import { hostileReport, hostileText, OPTIONS, REPORTS } from '../helpers/report-samples.ts';
import { report, sampleReport } from '../helpers/reports.ts';

/** What a reader makes of it: the kinds of its nodes, and the texts in order. */
interface Read {
  readonly kinds: readonly string[];
  readonly texts: readonly string[];
}

function read(given: Report): Read {
  const walker = new Parser().parse(markdown.render(given, OPTIONS)).walker();
  const kinds: string[] = [];
  const texts: string[] = [];
  for (let step = walker.next(); step !== null; step = walker.next()) {
    if (!step.entering) continue;
    const { type, literal } = step.node;
    if (type === 'text') {
      // A parser may break text into any number of nodes.
      if (kinds.at(-1) !== 'text') texts.push('');
      texts.push(`${texts.pop() ?? ''}${literal ?? ''}`);
      if (kinds.at(-1) === 'text') continue;
    } else if (literal !== null) {
      texts.push(literal);
    }
    kinds.push(kindOf(step.node));
  }
  return { kinds, texts };
}

function kindOf(node: Node): string {
  return node.type === 'heading' ? `heading ${node.level}` : node.type;
}

describe('markdown report', (it) => {
  it('reads as a report', () => {
    const { kinds, texts } = read(sampleReport);
    assert.equal(texts.slice(0, 10), [
      'podready',
      '1 of 3 hosts are ready:',
      '❌ ',
      'alice@web1',
      ' is not ready for rootless Podman: 2 root causes',
      '❓ ',
      'web2',
      ' could not be looked at: tcp: connection refused',
      '✅ ',
      'web3',
    ]);
    assert.ok(texts.includes('sudo usermod --add-subuids 165536-231071 alice\n'));
    assert.is(kinds.filter((kind) => kind === 'heading 2').length, 3);
    assert.is(kinds.filter((kind) => kind === 'code_block').length, 1);
  });

  it('names what could not be decided, and why', () => {
    const { texts } = read(REPORTS['undecided'] ?? report());
    assert.ok(texts.includes('Could not be decided'));
    assert.ok(texts.some((text) => text.endsWith('permission denied')));
  });

  it('is the same document whatever a host says: no link, no image, no HTML, no other block', () => {
    const shape = read(hostileReport('x')).kinds;
    fc.assert(
      // Of nothing there is no node.
      fc.property(
        hostileText.filter((text) => text.trim() !== ''),
        (text) => {
          const { kinds, texts } = read(hostileReport(text));
          assert.equal(kinds, shape);
          // In a code span and in a sentence the text is what it is everywhere, but for outer spaces.
          assert.ok(texts.some((one) => one.trim() === printable(text).trim()));
        },
      ),
    );
  });
});
