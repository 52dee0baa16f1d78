#!/usr/bin/env node
// It runs on older versions of Node too, so that they get an answer instead of a stack.
import { existsSync } from 'node:fs';
import process from 'node:process';

// The bundle loads faster; without it there is what tsc emitted.
const built = ['../dist/bundle/main.js', '../dist/src/cli/main.js']
  .map((path) => new URL(path, import.meta.url))
  .find((url) => existsSync(url));
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`podready needs Node 20.19 or newer; this is ${process.versions.node}`);
  process.exitCode = 2;
} else if (built === undefined) {
  console.error('podready is not built: run `npm ci` (or `npm run build`) in its folder first');
  process.exitCode = 2;
} else {
  await import(built.href);
}
