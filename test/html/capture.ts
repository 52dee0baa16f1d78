/** Writes docs/images: a host on which something is broken, and a fleet, from facts of test/fixtures/hosts. */
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { LAPTOP, open, startBrowser } from './browser.ts';
import { brokenHost, fleet, pageOf } from './samples.ts';

const FOLDER = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const READER = { ...LAPTOP, width: 1000 };
/** As much as one looks at in a README. */
const HEIGHT = 1450;

const browser = await startBrowser();
await mkdir(FOLDER, { recursive: true });
await capture('report-host', pageOf([brokenHost()], 'podready fix alice@web1'));
await capture('report-fleet', pageOf(fleet(200)));
await browser.close();

/** The upper part of a page, with everything folded. */
async function capture(name: string, document: string): Promise<void> {
  await open(browser, document, READER, async ({ page }) => {
    await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = false');
    const clip = { x: 0, y: 0, width: READER.width, height: HEIGHT };
    await page.screenshot({ path: `${FOLDER}${name}.png`, clip, fullPage: true });
  });
}
