/** `tf.io.gfile.GFile`: a file object over whatever storage serves its path, opened when it is first used. */
import { ContextManager } from '../context';
import { InvalidArgumentError, OutOfRangeError, PermissionDeniedError, TypeError } from '../errors';
import { type Call, positional } from '../python/named';
import { repr } from '../python/repr';
import { type PathLike, pathText } from '../saving/storage/paths';
import { syncStorageFor } from '../saving/storage/registry';
import { exists, readBytes, stat, writeBytes } from './gfile';
import { joinBytes } from './utf8';

const text = new TextDecoder();
const encoder = new TextEncoder();

type OpenArguments = [name: PathLike, mode?: string];
const openNames = ['name', 'mode'] as const;
type SeekArguments = [offset: number, whence?: number];
const seekNames = ['offset', 'whence'] as const;

/**
 * Mirrors `tf.io.gfile.GFile`: read or written as text, or as bytes with `b` in its mode. `using file = new GFile(…)`
 * and `.use(fn)` close it, as Python's `with` does; a closed file opens again when it is used.
 */
export class GFile extends ContextManager<GFile> {
  readonly name: string;
  readonly mode: string;
  private content: Uint8Array | null = null;
  private at = 0;
  private readonly written: Uint8Array[] = [];
  private isWriting = false;

  /** @throws {@link InvalidArgumentError} for a mode other than r, w, a, r+, w+, a+, each with or without b */
  constructor(...args: Call<OpenArguments, typeof openNames>) {
    super();
    const [name, mode = 'r'] = positional<OpenArguments>('GFile', openNames, 1, args);
    this.name = pathText(name);
    this.mode = mode;
    if (!/^[rwa]\+?$/.test(this.letters))
      throw new InvalidArgumentError("mode is not 'r' or 'w' or 'a' or 'r+' or 'w+' or 'a+'", {
        fields: { actual: this.mode },
      });
  }

  protected get target(): GFile {
    return this;
  }
  protected enter(): () => void {
    return () => this.close();
  }

  private get letters(): string {
    return this.mode.replaceAll('b', '');
  }
  private get isReadable(): boolean {
    return this.letters === 'r' || this.letters.endsWith('+');
  }
  private loaded(): Uint8Array {
    if (!this.isReadable)
      throw new PermissionDeniedError("File isn't open for reading", { fields: { file: this.name } });
    this.flush();
    this.content ??= readBytes(this.name);
    return this.content;
  }
  private startWriting(): void {
    if (this.letters === 'r')
      throw new PermissionDeniedError("File isn't open for writing", { fields: { file: this.name } });
    if (this.isWriting) return;
    if (!this.letters.startsWith('a') || !exists(this.name)) writeBytes(this.name, []);
    this.isWriting = true;
  }
  private shown(bytes: Uint8Array): string | Uint8Array {
    return this.mode.includes('b') ? bytes : text.decode(bytes);
  }
  /** How many bytes there are. @throws {@link NotFoundError} */
  size(): number {
    return stat(this.name).length;
  }
  /** The next `n` bytes, or all that are left. @throws {@link NotFoundError}, {@link PermissionDeniedError} */
  read(n = -1): string | Uint8Array {
    const content = this.loaded();
    if (n < -1)
      throw new InvalidArgumentError(`Can't read a negative number of bytes: ${n}`, {
        fields: { file: this.name, actual: n },
      });
    const end = n < 0 ? content.length : Math.min(content.length, this.at + n);
    const bytes = content.slice(this.at, end);
    this.at = end;
    return this.shown(bytes);
  }
  /** Up to and with the next newline; empty at the end. */
  readline(): string | Uint8Array {
    const content = this.loaded();
    const newline = content.indexOf(10, this.at);
    return this.read((newline < 0 ? content.length : newline + 1) - this.at);
  }
  readlines(): (string | Uint8Array)[] {
    return [...this];
  }
  *[Symbol.iterator](): Generator<string | Uint8Array> {
    for (let line = this.readline(); line.length > 0; line = this.readline()) yield line;
  }
  /**
   * @param args `whence` says what `offset` counts from: 0 the begin, 1 where the file stands, 2 the end
   * @throws {@link OutOfRangeError} beyond the end, {@link InvalidArgumentError} before the begin
   */
  seek(...args: Call<SeekArguments, typeof seekNames>): void {
    const [offset, whence = 0] = positional<SeekArguments>('seek', seekNames, 1, args);
    const { length } = this.loaded();
    const origin = [0, this.at, length][whence];
    if (origin === undefined)
      throw new InvalidArgumentError(`Invalid whence argument: ${whence}. Valid values are 0, 1, or 2.`, {
        fields: { expected: [0, 1, 2], actual: whence },
      });
    const to = origin + offset;
    if (to < 0)
      throw new InvalidArgumentError(`Seeking to a negative position: ${to}`, {
        fields: { file: this.name, actual: to },
      });
    if (to > length)
      throw new OutOfRangeError('reached end of file', { fields: { file: this.name, actual: to } });
    this.at = to;
  }
  /** Where the next byte is read, or written in a file that cannot be read. */
  tell(): number {
    if (this.isReadable) {
      this.loaded();
      return this.at;
    }
    this.startWriting();
    return this.size() + joinBytes(this.written).length;
  }
  seekable(): boolean {
    return true;
  }
  /** @throws {@link PermissionDeniedError} if the file was opened for reading, {@link TypeError} for what is no text */
  write(file_content: string | Uint8Array): void {
    if (typeof file_content !== 'string' && !(file_content instanceof Uint8Array))
      throw new TypeError(`Expected binary or unicode string, got ${repr(file_content)}`);
    this.startWriting();
    this.written.push(typeof file_content === 'string' ? encoder.encode(file_content) : file_content.slice());
  }
  /** Puts what was written on the storage. */
  flush(): void {
    if (this.written.length === 0) return;
    const storage = syncStorageFor(this.name);
    const file = storage.openAppend(this.name);
    try {
      storage.write(file, [joinBytes(this.written.splice(0))]);
    } finally {
      storage.closeWrite(file);
    }
    this.content = null;
  }
  close(): void {
    this.flush();
    this.content = null;
    this.at = 0;
    this.isWriting = false;
  }
}
