/**
 * BundleHeaderProto, the value of key "" in a V2 index: how many data files there are, their byte order, and
 * which readers may read them (format.md F4.1, F6.6, F6.8).
 */
import { DataLossError, InvalidArgumentError } from '../../errors';
import { decodeMessage, encodeMessage, pb } from '../proto/messages';

export const FORMAT_VERSION = 1;

export interface BundleHeader {
  readonly num_shards: number;
  readonly bigEndian: boolean;
  readonly version: {
    readonly producer: number;
    readonly min_consumer: number;
    readonly bad_consumers: readonly number[];
  };
}

/** TF's text for an index that cannot be read as one (F6.8). */
export function unreadable(file: string, detail: string, cause?: unknown): DataLossError {
  const because = cause instanceof Error ? `: ${cause.message}` : '';
  return new DataLossError(
    `Unable to read file (${file}). Perhaps the file is corrupt or was produced by a newer version of ` +
      `TensorFlow with format changes (${detail})${because}`,
    { fields: { file, key: '' }, cause },
  );
}

/**
 * Parses and checks a header.
 * @throws {@link DataLossError} if it is no header, {@link InvalidArgumentError} if this reader may not read the file.
 */
export function decodeHeader(bytes: Uint8Array, file: string): BundleHeader {
  const parsed = decodeMessage(
    pb.BundleHeaderProto,
    bytes,
    unreadable(file, 'unable to parse header').message,
    { file },
  );
  const version = decodeVersion(parsed.version);
  checkVersion(version, file);
  return { num_shards: parsed.num_shards, bigEndian: parsed.endianness === 1, version };
}

export function decodeVersion(proto: pb.VersionDef.$Properties | null | undefined): BundleHeader['version'] {
  const { producer, min_consumer, bad_consumers } = proto ?? {};
  return { producer: producer ?? 0, min_consumer: min_consumer ?? 0, bad_consumers: bad_consumers ?? [] };
}

/** TF names itself and its version here; this reader has the format of the one it was made from. */
export function checkVersion(version: BundleHeader['version'], file: string): void {
  const refuse = (text: string) => new InvalidArgumentError(text, { fields: { file, actual: version } });
  const tensorflow = 'TensorFlow 2.21.0';
  if (version.producer < 0) {
    throw refuse(
      `Checkpoint producer version ${version.producer} below min producer 0 supported by ${tensorflow}.  ` +
        'Please regenerate your checkpoint.',
    );
  }
  if (version.min_consumer > FORMAT_VERSION) {
    throw refuse(
      `Checkpoint min consumer version ${version.min_consumer} above current version ${FORMAT_VERSION} for ` +
        `${tensorflow}.  Please upgrade TensorFlow.`,
    );
  }
  if (version.bad_consumers.includes(FORMAT_VERSION)) {
    throw refuse(
      `Checkpoint disallows consumer version ${FORMAT_VERSION}.  Please upgrade TensorFlow: this version is ` +
        'likely buggy.',
    );
  }
}

/** Bytes of a header; `08 01 1a 02 08 01` for one shard. */
export function encodeHeader(header: BundleHeader): Uint8Array {
  const { producer, min_consumer, bad_consumers } = header.version;
  return encodeMessage(pb.BundleHeaderProto, {
    num_shards: header.num_shards,
    endianness: header.bigEndian ? 1 : 0,
    version: { producer, min_consumer, bad_consumers: [...bad_consumers] },
  });
}

/** The header of what this library writes. */
export function newHeader(shards: number): BundleHeader {
  return {
    num_shards: shards,
    bigEndian: false,
    version: { producer: 1, min_consumer: 0, bad_consumers: [] },
  };
}
