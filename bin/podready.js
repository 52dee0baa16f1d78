#!/usr/bin/env node
// It runs on older versions of Node too, so that they get an answer instead of a stack. It is CommonJS,
// because Node starts its loader of modules only when one is loaded.
'use strict';
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const { BUNDLE, loadBundle } = require('./bundle.js');

const EMITTED = join(__dirname, '../dist/src/cli/main.js');
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`podready needs Node 20.19 or newer; this is ${process.versions.node}`);
  process.exitCode = 2;
} else if (existsSync(BUNDLE)) {
  loadBundle({ cached: true }).exports.start();
} else if (existsSync(EMITTED)) {
  import(pathToFileURL(EMITTED).href);
} else {
  console.error('podready is not built: run `npm ci` (or `npm run build`) in its folder first');
  process.exitCode = 2;
}
