import * as path from 'node:path';
import { checkObjectWrite, isObjectWrite, type ObjectWrite } from '../../../scripts/goldens/objects';
import manifest from '../../fixtures/goldens/manifest.json';

const folder = path.join(__dirname, '../../fixtures/goldens');
const writes = (manifest as unknown as { writes: ObjectWrite[] }).writes.filter(isObjectWrite);

describe('F5.2 O3 O4 O6 Checkpoint writes the bytes of TensorFlow', () => {
  it.each(writes.map((write) => [write.id, write] as const))('for %s', (_id, write) => {
    expect(checkObjectWrite(folder, write)).toBeNull();
  });

  it('has programs to check', () => expect(writes.length).toBeGreaterThanOrEqual(20));
});
