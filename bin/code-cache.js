// Writes V8's code cache of the bundle, when podready is built or installed. podready runs without it too,
// so nothing that goes wrong here may stop an installation.
'use strict';
const { existsSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { BUNDLE, CACHE, loadBundle } = require('./bundle.js');

const SNAPSHOT = join(__dirname, '../dist/bundle/warm-up.json');

async function writeCache() {
  const { exports, script, digest } = loadBundle({ cached: false });
  await exports.warmUp(SNAPSHOT);
  const draft = `${CACHE}.${process.pid}`;
  writeFileSync(draft, Buffer.concat([Buffer.from(digest, 'latin1'), script.createCachedData()]));
  renameSync(draft, CACHE);
}

// In a checkout, packages are installed before there is a bundle.
if (existsSync(BUNDLE)) {
  rmSync(CACHE, { force: true });
  writeCache().then(
    () => process.exit(),
    (error) => {
      console.error(`podready will start without a code cache: ${error}`);
      process.exit();
    },
  );
}
