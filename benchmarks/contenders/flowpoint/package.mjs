/** The built package: what users run is what is measured. FLOWPOINT_DIST compares another build. */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const dist = path.resolve(process.env.FLOWPOINT_DIST ?? path.join(import.meta.dirname, '../../../dist'));
const require = createRequire(import.meta.url);

if (!fs.existsSync(path.join(dist, 'index.js'))) {
  throw new Error(`there is no build in ${dist}: run 'npm run build' first`);
}

/** The `tf` namespace, as `import * as tf from 'flowpoint'` gives it. */
export function flowpoint() {
  return import(pathToFileURL(path.join(dist, 'index.mjs')));
}

/** The same for callers that cannot wait. */
export function flowpointNow() {
  return require(path.join(dist, 'index.js'));
}
