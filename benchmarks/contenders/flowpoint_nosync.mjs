/** Ours with the durability of TensorFlow, which never calls fsync: only what saves differs. */
import { checkpointWorkloads } from './flowpoint/checkpoints.mjs';
import { flowpointNow } from './flowpoint/package.mjs';

const { localDisk, registerBackend } = flowpointNow().storage;
registerBackend('', localDisk({ durable: false }));

const { save256_obj, save256_v1, tiny_save_obj, tiny_save_v1 } = checkpointWorkloads('flowpoint-nosync');

export const contender = {
  name: 'flowpoint-nosync',
  workloads: { save256_obj, save256_v1, tiny_save_obj, tiny_save_v1 },
};
