import * as assert from 'uvu/assert';
import { CHECK_SECTIONS, emptySections, mergePage, row, source } from '../../scripts/lib/pages.ts';
import { describe } from '../helpers/describe.ts';

describe('pages', (it) => {
  it('begin with headings to fill', () => {
    const page = mergePage('# x', '', CHECK_SECTIONS);
    assert.equal(emptySections(page, CHECK_SECTIONS), CHECK_SECTIONS);
  });

  it('keep what was written, under a new head', () => {
    const written = mergePage('# old', '', CHECK_SECTIONS);
    const filled = written.replace('## What it means', '## What it means\n\nThis.');
    const page = mergePage('# new', filled, CHECK_SECTIONS);
    assert.match(page, '# new');
    assert.not.match(page, '# old');
    assert.match(page, '## What it means\n\nThis.');
    assert.equal(emptySections(page, CHECK_SECTIONS), ['How it shows', 'Repair by hand']);
    assert.is(mergePage('# new', page, CHECK_SECTIONS), page, 'a second run changes nothing');
  });

  it('keep a body that was written without the generator', () => {
    const page = mergePage('# new', '# x\n\n## What it means\n\nThis.\n', CHECK_SECTIONS);
    assert.match(page, '\n\n## What it means\n\nThis.\n');
    assert.not.match(page, '# x');
  });

  it('keep tables whole', () => {
    assert.is(row('a|b', 'c\nd'), String.raw`| a\|b | c d |`);
  });

  it('link sources that are addresses', () => {
    assert.is(source('https://example.org/x'), '- <https://example.org/x>');
    assert.is(source('subuid(5)'), '- subuid(5)');
  });
});
