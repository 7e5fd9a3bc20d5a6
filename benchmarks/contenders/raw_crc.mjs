/** The same with the crc32c that a checkpoint needs, computed by `@node-rs/crc32`. */
import { crc32c } from '@node-rs/crc32';
import { pieces, plainFiles } from './raw_workloads/files.mjs';

export const contender = {
  name: 'raw+crc',
  workloads: {
    ...plainFiles('raw_crc', (bytes) => crc32c(bytes)),
    crc32c_256() {
      const data = pieces();
      return {
        run() {
          for (const bytes of data) crc32c(bytes);
        },
      };
    },
  },
};
