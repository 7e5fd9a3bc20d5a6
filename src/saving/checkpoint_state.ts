/**
 * The `checkpoint` state file as text and as an object: CheckpointState in protobuf's text format (format.md F10).
 * Text in, object out, and back; which file it is and what its paths mean is known elsewhere.
 */
import { floatRepr } from '../python/number_text';
import { doubleText, ProtoMessage, quotedText } from '../python/proto_text';
import { decodeUtf8, quote, Tokenizer } from './proto/text_format';

export { ParseError, UnicodeDecodeError } from './proto/text_format';

/** Mirrors TF's `CheckpointState` message; what the file leaves out is empty or zero. */
export class CheckpointState extends ProtoMessage {
  /** The newest checkpoint. */
  readonly model_checkpoint_path: string;
  /** Oldest first. */
  readonly all_model_checkpoint_paths: readonly string[];
  /** Seconds since the epoch, one for each path, or none. */
  readonly all_model_checkpoint_timestamps: readonly number[];
  /** When the last checkpoint was kept for good, in seconds since the epoch. */
  readonly last_preserved_timestamp: number;

  constructor(fields: CheckpointStateFields = {}) {
    super();
    this.model_checkpoint_path = fields.model_checkpoint_path ?? '';
    this.all_model_checkpoint_paths = fields.all_model_checkpoint_paths ?? [];
    this.all_model_checkpoint_timestamps = fields.all_model_checkpoint_timestamps ?? [];
    this.last_preserved_timestamp = fields.last_preserved_timestamp ?? 0;
  }

  __repr__(): string {
    return stateText(this, quotedText, doubleText);
  }
}
type CheckpointStateFields = Partial<Omit<CheckpointState, '__repr__' | 'toString'>>;

/** The text of a state file (F10.1): a line a value; fields without a value are left out. */
export function formatCheckpointState(state: CheckpointStateFields): string {
  return stateText(new CheckpointState(state), quote, floatRepr);
}

function stateText(
  state: CheckpointState,
  quote: (text: string) => string,
  numberText: (value: number) => string,
): string {
  const lines: string[] = [];
  const { model_checkpoint_path, last_preserved_timestamp } = state;
  if (model_checkpoint_path !== '') lines.push(`model_checkpoint_path: ${quote(model_checkpoint_path)}`);
  for (const path of state.all_model_checkpoint_paths)
    lines.push(`all_model_checkpoint_paths: ${quote(path)}`);
  for (const time of state.all_model_checkpoint_timestamps) {
    lines.push(`all_model_checkpoint_timestamps: ${numberText(time)}`);
  }
  if (!Object.is(last_preserved_timestamp, 0)) {
    lines.push(`last_preserved_timestamp: ${numberText(last_preserved_timestamp)}`);
  }
  return lines.map((line) => `${line}\n`).join('');
}

/**
 * Parses a state file in any form that text format allows; of a field given twice the last value counts.
 * @param file for error texts.
 * @throws {@link ParseError} with protobuf's text, {@link UnicodeDecodeError} if the bytes are not UTF-8.
 */
export function parseCheckpointState(text: Uint8Array | string, file = ''): CheckpointState {
  const tokens = new Tokenizer(typeof text === 'string' ? text : decodeUtf8(text), file);
  const state = {
    model_checkpoint_path: '',
    all_model_checkpoint_paths: [] as string[],
    all_model_checkpoint_timestamps: [] as number[],
    last_preserved_timestamp: 0,
  };
  while (!tokens.atEnd) {
    switch (fieldName(tokens)) {
      case 'model_checkpoint_path':
        tokens.consume(':');
        state.model_checkpoint_path = tokens.string();
        break;
      case 'all_model_checkpoint_paths':
        repeated(tokens, () => state.all_model_checkpoint_paths.push(tokens.string()));
        break;
      case 'all_model_checkpoint_timestamps':
        repeated(tokens, () => state.all_model_checkpoint_timestamps.push(tokens.float()));
        break;
      default:
        tokens.consume(':');
        state.last_preserved_timestamp = tokens.float();
    }
    if (!tokens.tryConsume(',')) tokens.tryConsume(';');
  }
  return new CheckpointState(state);
}

const names = new Set([
  'model_checkpoint_path',
  'all_model_checkpoint_paths',
  'all_model_checkpoint_timestamps',
  'last_preserved_timestamp',
]);
const MESSAGE = 'Message type "tensorflow.CheckpointState"';

function fieldName(tokens: Tokenizer): string {
  if (tokens.tryConsume('[')) {
    do tokens.name();
    while (tokens.tryConsume('.'));
    throw tokens.errorBefore(`${MESSAGE} does not have extensions.`);
  }
  const name = tokens.name();
  if (!names.has(name)) throw tokens.errorBefore(`${MESSAGE} has no field named "${name}".`);
  return name;
}

/** One value, or a list of them in brackets. */
function repeated(tokens: Tokenizer, value: () => void): void {
  tokens.consume(':');
  if (!tokens.tryConsume('[')) {
    value();
    return;
  }
  if (tokens.tryConsume(']')) return;
  for (;;) {
    value();
    if (tokens.tryConsume(']')) return;
    tokens.consume(',');
  }
}
