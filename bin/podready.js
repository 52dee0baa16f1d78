#!/usr/bin/env node
// It runs on older versions of Node too, so that they get an answer instead of a stack.
import { existsSync } from 'node:fs';
import process from 'node:process';

const main = new URL('../dist/cli/main.js', import.meta.url);
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`podready needs Node 20.19 or newer; this is ${process.versions.node}`);
  process.exitCode = 2;
} else if (existsSync(main)) {
  await import(main.href);
} else {
  console.error('podready is not built: run `npm ci` (or `npm run build`) in its folder first');
  process.exitCode = 2;
}
