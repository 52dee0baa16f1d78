/** The Chromium of this system, and pages as different readers see them. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Names that distributions give it; CHROMIUM says another. */
const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** How somebody looks at a page. */
export interface Reader {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly colorScheme: 'light' | 'dark';
  readonly media: 'screen' | 'print';
}

/** A laptop in the light. */
export const LAPTOP: Reader = {
  name: 'laptop',
  width: 1280,
  height: 800,
  colorScheme: 'light',
  media: 'screen',
};

/** A4 is 794 pixels wide; the margins of the page leave 688. */
export const READERS: readonly Reader[] = [
  { name: 'phone', width: 360, height: 740, colorScheme: 'light', media: 'screen' },
  LAPTOP,
  { name: 'dark', width: 1280, height: 800, colorScheme: 'dark', media: 'screen' },
  { name: 'dark-phone', width: 360, height: 740, colorScheme: 'dark', media: 'screen' },
  { name: 'print', width: 688, height: 970, colorScheme: 'dark', media: 'print' },
];

/** A page that was opened, and what it did that a report should not do. */
export interface Opened {
  readonly page: Page;
  /** Console messages, errors of scripts, dialogs, and requests for anything but the file. */
  readonly complaints: string[];
}

/** Starts a browser that has no network: every name resolves to nothing. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM'] ?? PROGRAMS.find((path) => existsSync(path));
  if (executablePath === undefined) {
    throw new Error('no Chromium: run test/html/install-browser.sh, or name one in CHROMIUM');
  }
  // Without a sandbox it also runs as root, in a container; it only opens pages made here.
  const args = [
    '--no-sandbox',
    '--disable-dev-shm-usage',
    '--disable-gpu',
    '--host-resolver-rules=MAP * ~NOTFOUND',
  ];
  return await chromium.launch({ executablePath, args });
}

/** Opens a document from a file, as a person would, and hands it to `look`. */
export async function open<T>(
  browser: Browser,
  document: string,
  reader: Reader,
  look: (opened: Opened) => Promise<T>,
  { script = true }: { readonly script?: boolean } = {},
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'podready-html-'));
  const { width, height, colorScheme, media } = reader;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    javaScriptEnabled: script,
  });
  try {
    const file = join(folder, 'report.html');
    await writeFile(file, document);
    const page = await context.newPage();
    const url = pathToFileURL(file).href;
    const complaints = watch(page, url);
    await page.emulateMedia({ media, colorScheme });
    await page.goto(url, { timeout: 60_000 });
    return await look({ page, complaints });
  } finally {
    await context.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function watch(page: Page, url: string): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => complaints.push(`dialog: ${dialog.message()}`));
  page.on('request', (request) => {
    const wanted = request.url();
    if (wanted !== url && !wanted.startsWith('data:')) complaints.push(`request: ${wanted}`);
  });
  return complaints;
}
