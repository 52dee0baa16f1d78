// Loads the bundled command line, with V8's code cache where there is one: half of the JavaScript time of a
// check is spent on compiling it.
'use strict';
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { dirname, join } = require('node:path');
const vm = require('node:vm');

const BUNDLE = join(__dirname, '../dist/bundle/podready.cjs');
const CACHE = join(__dirname, '../dist/bundle/podready.cache');

/** Bytes of the digest that a bundle begins with, in a comment, and its cache. */
const DIGEST = 64;

/** The bundle's `exports`, and its `script`. V8 refuses a cache of another version; it knows no source by its text. */
function loadBundle({ cached }) {
  // It is ASCII, and read faster so.
  const source = readFileSync(BUNDLE, 'latin1');
  const digest = source.slice(2, 2 + DIGEST);
  const script = new vm.Script(source, {
    filename: BUNDLE,
    cachedData: cached ? readCache(digest) : undefined,
  });
  const bundle = { exports: {} };
  const main = script.runInThisContext();
  main(bundle.exports, createRequire(BUNDLE), bundle, BUNDLE, dirname(BUNDLE));
  return { exports: bundle.exports, script, digest };
}

function readCache(digest) {
  try {
    const bytes = readFileSync(CACHE);
    return bytes.latin1Slice(0, DIGEST) === digest ? bytes.subarray(DIGEST) : undefined;
  } catch {
    return undefined;
  }
}

module.exports = { BUNDLE, CACHE, loadBundle };
