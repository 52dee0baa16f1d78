/** The HTML report in a real browser. SCREENSHOTS=DIR keeps what it looked like. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import * as assert from 'uvu/assert';
import { describe } from '../helpers/describe.ts';
import { LAPTOP, open, READERS, startBrowser } from './browser.ts';
import { CONTRAST, CROWDED, OVERFLOW } from './in-page.ts';
import {
  brokenHost,
  causesHost,
  fleet,
  HOSTILE,
  hostileHost,
  hostWith,
  lostHost,
  manyIds,
  pageOf,
} from './samples.ts';

/** One for all: starting it takes longer than most tests. The last test ends it. */
const browser = await startBrowser();

const BROKEN = pageOf([brokenHost()], 'podready fix alice@web1');
const FLEET = pageOf(fleet(40));
const PAGES = {
  broken: BROKEN,
  fleet: FLEET,
  'without-ids': pageOf([hostWith('alice@web2', ['subid-missing'])]),
  'many-ids': pageOf([manyIds()]),
  causes: pageOf([causesHost()]),
  healthy: pageOf([hostWith('alice@web1', [])]),
  lost: pageOf([lostHost('web9')]),
  hostile: pageOf([hostileHost()]),
  'hostile-fleet': pageOf([hostileHost(), lostHost(HOSTILE), hostWith('web1', [])]),
};

describe('every page has room and contrast, is quiet and asks for nothing', (it) => {
  for (const [name, document] of Object.entries(PAGES)) {
    for (const reader of READERS) {
      it(`${name} for ${reader.name}`, async () => {
        await open(browser, document, reader, async ({ page, complaints }) => {
          await keep(page, `${name}-${reader.name}`);
          if (reader.media === 'screen') await openAll(page);
          assert.equal(await page.evaluate(OVERFLOW), [], 'beyond the sides of the page');
          assert.equal(await page.evaluate(CROWDED), [], 'labels without room');
          await makeTall(page);
          const { measured, low } = await page.evaluate<Contrast>(CONTRAST);
          assert.equal(low, [], 'contrast');
          assert.ok(measured > 10, `${measured} texts measured`);
          assert.equal(complaints, []);
        });
      });
    }
  }
});

interface Contrast {
  readonly measured: number;
  readonly low: readonly string[];
}

describe('a page without script', (it) => {
  it('says everything, and opens', async () => {
    await open(
      browser,
      BROKEN,
      LAPTOP,
      async ({ page, complaints }) => {
        assert.ok(await page.getByText('alice@web1 is not ready').isVisible());
        assert.ok(await page.getByText('sudo loginctl enable-linger alice').isVisible());
        const passed = page.getByText('Subordinate uids of others', { exact: false });
        assert.is(await passed.count(), 0);
        const quiet = page.locator('details.quiet').first();
        assert.not.ok(await quiet.locator('li').first().isVisible());
        await quiet.locator('summary').click();
        assert.ok(await quiet.locator('li').first().isVisible());
        assert.is(await page.locator('button').count(), 0, 'nothing that would do nothing');
        assert.equal(complaints, []);
      },
      { script: false },
    );
    await open(
      browser,
      FLEET,
      LAPTOP,
      async ({ page }) => {
        assert.is(await page.locator('#matrix tbody tr').count(), 40);
        assert.not.ok(await page.locator('#filter').isVisible(), 'no search that does nothing');
      },
      { script: false },
    );
  });
});

describe('a page on paper', (it) => {
  it('shows what is folded, in dark ink', async () => {
    const print = READERS.find(({ media }) => media === 'print') ?? LAPTOP;
    await open(
      browser,
      FLEET,
      print,
      async ({ page }) => {
        const folded = page.locator('.shared.bad').first().getByText('What it means');
        assert.ok(await folded.isVisible());
        const ink = await page.evaluate('getComputedStyle(document.body).color');
        assert.is(ink, 'rgb(27, 32, 38)', 'also for who likes it dark');
      },
      { script: false },
    );
  });
});

describe('a page for a screen reader and for a keyboard', (it) => {
  it('has landmarks, headings and pictures with their texts', async () => {
    await open(browser, BROKEN, LAPTOP, async ({ page }) => {
      const tree = await page.locator('body').ariaSnapshot();
      for (const one of [
        /- banner:/u,
        /- main:/u,
        /- contentinfo:/u,
        /- heading "alice@web1 is not ready for rootless Podman" \[level=1\]/u,
        /- heading "What is in the way" \[level=2\]/u,
        /- img "The path of a connection client works\. ssh works\. sshd works\. socket broken/u,
        /- img "User and group ids containers of alice have 65,537 ids; carol has some of them too/u,
      ]) {
        assert.match(tree, one);
      }
    });
  });

  it('shows where the focus is, and opens on Enter', async () => {
    await open(browser, BROKEN, LAPTOP, async ({ page }) => {
      for (let at = 0; at < 12; at += 1) {
        await page.keyboard.press('Tab');
        const outline = await page.evaluate<string>(
          'getComputedStyle(document.activeElement).outline',
        );
        assert.match(outline, /solid 3px/u, `stop ${at}`);
      }
      const quiet = page.locator('details.quiet').first();
      await quiet.locator('summary').focus();
      await page.keyboard.press('Enter');
      assert.ok(await quiet.locator('li').first().isVisible());
    });
  });
});

describe('the script of a page', (it) => {
  it('copies a command, exactly', async () => {
    await open(browser, BROKEN, LAPTOP, async ({ page }) => {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      const box = page.locator('.commands', { hasText: 'containers/policy.json' }).first();
      await box.getByRole('button', { name: 'Copy' }).click();
      await box.getByRole('button', { name: 'Copied' }).waitFor();
      const copied = await page.evaluate('navigator.clipboard.readText()');
      assert.is(copied, await box.locator('pre').textContent());
    });
  });

  it('finds hosts by name, system and check, together with a verdict', async () => {
    await open(browser, FLEET, LAPTOP, async ({ page }) => {
      const rows = page.locator('#matrix tbody tr:visible');
      await page.fill('#search', 'BUILD-0002');
      assert.equal(await rows.locator('th').allTextContents(), ['alice@build-0002.example.net']);
      assert.is(await page.locator('.host:visible').count(), 1, 'its section, and no other');
      assert.is(await page.textContent('#found'), '1 of 40 hosts');
      await page.fill('#search', 'debian web');
      assert.is(await rows.count(), 10);
      await page.selectOption('#verdict', 'ready');
      const verdicts = await rows.locator('td.verdict').allTextContents();
      assert.ok(verdicts.length > 0 && verdicts.every((one) => one === 'ready'));
      await page.fill('#search', '');
      await page.selectOption('#verdict', '');
      await page.selectOption('#check', 'keyring-quota');
      assert.is(await rows.count(), await page.locator('#matrix td:nth-child(3).bad').count());
      await page.selectOption('#check', '');
      assert.is(await rows.count(), 40);
    });
  });

  it('opens what a link leads to', async () => {
    await open(browser, FLEET, LAPTOP, async ({ page }) => {
      await page.locator('#matrix tbody a').first().click();
      assert.ok(await page.locator('details.host').first().getByText('Looked at').isVisible());
    });
  });
});

describe('what a hostile host says', (it) => {
  it('stays text', async () => {
    for (const document of [PAGES.hostile, PAGES['hostile-fleet']]) {
      await open(browser, document, LAPTOP, async ({ page, complaints }) => {
        await openAll(page);
        assert.is(await page.locator('script').count(), 1);
        assert.is(await page.locator('img').count(), 0);
        const text = await page.innerText('body');
        assert.match(text, `"'><script>alert('a')</script><img src=x onerror=alert(1)><!-- `);
        assert.not.match(text, '\u202E');
        assert.equal(complaints, []);
      });
    }
  });

  it('would not run even if it were markup', async () => {
    const [before = '', after = ''] = BROKEN.split('<main>');
    const markup = '<script>window.ran = 1</script><img src=x onerror="window.ran = 1">';
    await open(browser, `${before}<main>${markup}${after}`, LAPTOP, async ({ page }) => {
      assert.is(await page.evaluate('window.ran'), undefined);
    });
  });
});

describe('the browser', (it) => {
  it('ends', async () => {
    await browser.close();
    assert.not.ok(browser.isConnected());
  });
});

async function openAll(page: Page): Promise<void> {
  await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true');
}

/** As tall as what is on it: what is measured has to be in the window. */
async function makeTall(page: Page): Promise<void> {
  const height = await page.evaluate<number>('document.documentElement.scrollHeight');
  const width = page.viewportSize()?.width ?? LAPTOP.width;
  await page.setViewportSize({ width, height: Math.min(height, 30_000) });
}

async function keep(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
