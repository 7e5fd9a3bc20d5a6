/** Bare Node: plain writes and reads of the same bytes, the floor of the checkpoint rows. */
import { copying, plainFiles } from './raw_workloads/files.mjs';

export const contender = {
  name: 'raw',
  workloads: { ...plainFiles('raw', () => {}), ...copying },
  startup() {},
};
