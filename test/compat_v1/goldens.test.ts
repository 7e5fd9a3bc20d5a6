import * as fs from 'node:fs';
import * as path from 'node:path';
import { checkSaverWrite, type SaverWrite } from '../../scripts/goldens/savers';
import { goldens, useLog } from './support';

const writes = JSON.parse(fs.readFileSync(path.join(goldens, 'saver_writes.json'), 'utf8')) as SaverWrite[];

describe('S2 S3 a Saver writes the bytes of TensorFlow, bundle and state file', () => {
  useLog();
  it.each(writes.map((write) => [write.id, write] as const))('for %s', (_id, write) => {
    expect(checkSaverWrite(goldens, write)).toBeNull();
  });
});
