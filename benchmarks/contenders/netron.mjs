/** netron's TensorBundle reader. NETRON_DIR: the folder that lib/netron.sh made. */
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const directory = process.env.NETRON_DIR;
if (!directory) throw new Error('NETRON_DIR is not set');
const load = (file) => import(pathToFileURL(path.join(directory, file)));
const { tf } = await load('tf.js');
const { FileStream } = await load('node.js');
tf.proto = await load('tf-proto.js');

function stream(file) {
  const { size, mtimeMs } = fs.statSync(file);
  return new FileStream(file, 0, size, mtimeMs);
}

function open(prefix) {
  return tf.TensorBundle.open(stream(`${prefix}.index`), `${path.basename(prefix)}.index`, {
    fetch: async (name) => ({ stream: stream(path.join(path.dirname(prefix), name)) }),
    error(error) {
      throw error;
    },
  });
}

const reading =
  (file, use) =>
  ({ dir }) => ({ run: async () => use(await open(path.join(dir, file))) });

const all =
  (count) =>
  ({ tensors }) => {
    if (tensors.length < count || tensors[count - 1]._values.length === 0) throw new Error('short read');
  };

const one =
  (name) =>
  ({ tensors }) =>
    tensors.find((tensor) => tensor.name === name)._values.slice();

export const contender = {
  name: 'netron',
  workloads: {
    readall256: reading('fx_v1_256', all(64)),
    tiny_list: reading('fx_v1_tiny', all(20000)),
    tiny_first: reading('fx_v1_tiny', one('t12345')),
    first256: reading('fx_v1_256', one('v33')),
  },
};
