/**
 * Renders as many hosts as it is told, in a process of its own: `render-fleet.ts 1000 FILE` writes the page, and
 * prints how long rendering took, in milliseconds, and what the process needed at most, in MiB.
 */
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { fleet, pageOf } from './samples.ts';

const [count = '1000', file = '/dev/null'] = process.argv.slice(2);
const hosts = fleet(Number(count));
const begin = performance.now();
const page = pageOf(hosts);
const milliseconds = Math.round(performance.now() - begin);
writeFileSync(file, page);
const mebibytes = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(JSON.stringify({ milliseconds, mebibytes, bytes: page.length }));
