/** A thousand hosts: how long it takes to render them, to open the page, and to search it. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { CDPSession } from 'playwright-core';
import * as assert from 'uvu/assert';
import { describe } from '../helpers/describe.ts';
import { LAPTOP, open, startBrowser } from './browser.ts';
import { searching } from './in-page.ts';

const HOSTS = 1000;
const RENDER = fileURLToPath(new URL('render-fleet.ts', import.meta.url));
const SEARCHES = ['web', 'build-0502', 'keyring-quota', 'debian 5', ''];
/**
 * What else the machine does only adds, so the least of many is the nearest to what the search takes, on the wall's clock as
 * well: a busy machine needs more attempts, and is not let off.
 */
const ATTEMPTS = { least: 4, most: 60, pauseMs: 100 };
const LIMIT_MS = 100;

const folder = await mkdtemp(join(tmpdir(), 'podready-fleet-'));
const browser = await startBrowser();

/** What the page has had of a processor, in milliseconds. */
async function threadTime(clock: CDPSession): Promise<number> {
  const { metrics } = await clock.send('Performance.getMetrics');
  const seconds = metrics.find(({ name }) => name === 'ThreadTime')?.value;
  if (seconds === undefined) throw new Error('Chromium does not say the time of a thread');
  return seconds * 1000;
}

describe('a thousand hosts', (it) => {
  it('are rendered in less than 5 s and 500 MiB', async () => {
    const args = ['--import', 'tsx', RENDER, String(HOSTS), join(folder, 'fleet.html')];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const { milliseconds, mebibytes } = JSON.parse(stdout) as Record<string, number>;
    console.log(`rendered in ${milliseconds} ms, ${mebibytes} MiB`);
    assert.ok((milliseconds ?? Infinity) < 5000, `${milliseconds} ms`);
    assert.ok((mebibytes ?? Infinity) < 500, `${mebibytes} MiB`);
  });

  it('are searched in less than 100 ms, and every answer is right', async () => {
    const document = await readFile(join(folder, 'fleet.html'), 'utf8');
    await open(browser, document, LAPTOP, async ({ page, complaints }) => {
      const rows = page.locator('#matrix tbody tr');
      assert.is(await rows.count(), HOSTS);
      const clock = await page.context().newCDPSession(page);
      await clock.send('Performance.enable');
      for (const text of SEARCHES) {
        const takes = { wall: Infinity, cpu: Infinity };
        let attempts = 0;
        while (
          attempts < ATTEMPTS.least ||
          (attempts < ATTEMPTS.most && Math.max(takes.wall, takes.cpu) >= LIMIT_MS)
        ) {
          attempts += 1;
          // Who has just slept is let in first by the scheduler.
          await page.waitForTimeout(ATTEMPTS.pauseMs);
          await page.evaluate(searching('no such host'));
          const before = await threadTime(clock);
          takes.wall = Math.min(takes.wall, await page.evaluate<number>(searching(text)));
          takes.cpu = Math.min(takes.cpu, (await threadTime(clock)) - before);
        }
        const said = `search for '${text}': ${takes.wall.toFixed(0)} ms, CPU ${takes.cpu.toFixed(0)} ms, best of ${attempts}`;
        console.log(said);
        assert.ok(takes.cpu < LIMIT_MS && takes.wall < LIMIT_MS, said);
      }
      await page.fill('#search', 'build-0502');
      assert.is(await page.textContent('#found'), `1 of ${HOSTS} hosts`);
      await page.fill('#search', 'web');
      assert.is(await page.textContent('#found'), `250 of ${HOSTS} hosts, shown: 50`);
      assert.is(await page.locator('#matrix tbody tr:visible').count(), 50);
      await page.click('#more');
      assert.is(await page.locator('#matrix tbody tr:visible').count(), 250);
      assert.equal(complaints, []);
    });
  });

  it('are gone', async () => {
    await browser.close();
    await rm(folder, { recursive: true });
    assert.not.ok(browser.isConnected());
  });
});
