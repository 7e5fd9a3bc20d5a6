/**
 * Files in memory, like TensorFlow's `ram://`: a tree of directories that behaves as a POSIX file system does
 * (an open file outlives its name; renaming replaces), without links.
 */

import { errnoError } from './errno';
import { schemePrefix } from './paths';
import type { FileStat, ReadFile, Storage, WriteFile } from './storage';

class MemoryFile {
  bytes = new Uint8Array(0);
  size = 0;
  mtime = Date.now() / 1000;

  append(chunk: Uint8Array): void {
    const needed = this.size + chunk.length;
    if (needed > this.bytes.length) {
      const larger = new Uint8Array(Math.max(needed, this.bytes.length * 2));
      larger.set(this.bytes.subarray(0, this.size));
      this.bytes = larger;
    }
    this.bytes.set(chunk, this.size);
    this.size = needed;
    this.mtime = Date.now() / 1000;
  }
}

class MemoryDirectory {
  readonly children = new Map<string, MemoryFile | MemoryDirectory>();
  mtime = Date.now() / 1000;
}

type Node = MemoryFile | MemoryDirectory;

interface OpenFile extends ReadFile, WriteFile {
  readonly node: MemoryFile;
}

/**
 * Where a path leads: the directory that holds it, its name there ('' for the root), and what is there now.
 */
interface Place {
  readonly parent: MemoryDirectory;
  readonly name: string;
  readonly node: Node | undefined;
}

/** A storage of its own in memory. `ram://a/b`, `/a/b` and `a/b` are the same place in it. */
export class MemoryStorage implements Storage {
  private readonly root = new MemoryDirectory();

  openRead(path: string): ReadFile {
    const node = this.existing(path).node;
    if (!(node instanceof MemoryFile)) throw errnoError('EISDIR', path);
    const file: OpenFile = { path, size: node.size, node };
    return file;
  }

  read(file: ReadFile, offset: number, into: Uint8Array): number {
    const { node } = file as OpenFile;
    const count = Math.max(0, Math.min(into.length, node.size - offset));
    into.set(node.bytes.subarray(offset, offset + count));
    return count;
  }

  closeRead(_file: ReadFile): void {}

  createExclusive(path: string): WriteFile {
    const { parent, name, node } = this.place(path);
    if (node !== undefined) throw errnoError('EEXIST', path);
    return this.create(path, parent, name);
  }

  openAppend(path: string): WriteFile {
    const { parent, name, node } = this.place(path);
    if (node === undefined) return this.create(path, parent, name);
    if (node instanceof MemoryDirectory) throw errnoError('EISDIR', path);
    const file: OpenFile = { path, size: node.size, node };
    return file;
  }

  private create(path: string, parent: MemoryDirectory, name: string): WriteFile {
    const node = new MemoryFile();
    put(parent, name, node);
    const file: OpenFile = { path, size: 0, node };
    return file;
  }

  write(file: WriteFile, chunks: readonly Uint8Array[]): void {
    for (const chunk of chunks) (file as OpenFile).node.append(chunk);
  }

  sync(_file: WriteFile): void {}

  closeWrite(_file: WriteFile): void {}

  rename(from: string, to: string): void {
    const source = this.existing(from);
    const target = this.place(to);
    if (source.node === target.node) return;
    checkReplaceable(source.node, target.node, to);
    if (source.node instanceof MemoryDirectory && this.leadsThrough(to, source.node)) {
      throw errnoError('EINVAL', from);
    }
    source.parent.children.delete(source.name);
    source.parent.mtime = Date.now() / 1000;
    put(target.parent, target.name, source.node);
  }

  syncDirectory(path: string): void {
    this.directory(path);
  }

  remove(path: string): void {
    const { parent, name, node } = this.existing(path);
    if (node instanceof MemoryDirectory) throw errnoError('EISDIR', path);
    parent.children.delete(name);
    parent.mtime = Date.now() / 1000;
  }

  removeDirectory(path: string): void {
    const { parent, name } = this.existing(path);
    if (this.directory(path).children.size > 0) throw errnoError('ENOTEMPTY', path);
    if (name === '') throw errnoError('EBUSY', path);
    parent.children.delete(name);
    parent.mtime = Date.now() / 1000;
  }

  stat(path: string): FileStat | null {
    let node: Node | undefined;
    try {
      node = this.place(path).node;
    } catch {
      return null;
    }
    if (node === undefined) return null;
    if (node instanceof MemoryDirectory) return { kind: 'directory', size: 0, mtime: node.mtime };
    return { kind: 'file', size: node.size, mtime: node.mtime };
  }

  list(path: string): string[] {
    return [...this.directory(path).children.keys()].sort();
  }

  makeDirectory(path: string, options: { readonly recursive: boolean }): void {
    if (options.recursive) {
      let directory = this.root;
      for (const name of segments(path)) {
        const child = directory.children.get(name);
        if (child instanceof MemoryFile) throw errnoError('EEXIST', path);
        directory = child ?? put(directory, name, new MemoryDirectory());
      }
      return;
    }
    const { parent, name, node } = this.place(path);
    if (node !== undefined) throw errnoError('EEXIST', path);
    put(parent, name, new MemoryDirectory());
  }

  realPath(path: string): string {
    this.existing(path);
    const scheme = schemePrefix(path);
    return `${scheme === '' ? '/' : scheme}${segments(path).join('/')}`;
  }

  private place(path: string): Place {
    const names = segments(path);
    const name = names.pop() ?? '';
    let parent = this.root;
    for (const step of names) {
      const child = parent.children.get(step);
      if (child === undefined) throw errnoError('ENOENT', path);
      if (child instanceof MemoryFile) throw errnoError('ENOTDIR', path);
      parent = child;
    }
    return { parent, name, node: name === '' ? this.root : parent.children.get(name) };
  }

  private existing(path: string): Place & { readonly node: Node } {
    const { parent, name, node } = this.place(path);
    if (node === undefined) throw errnoError('ENOENT', path);
    return { parent, name, node };
  }

  private directory(path: string): MemoryDirectory {
    const { node } = this.existing(path);
    if (node instanceof MemoryFile) throw errnoError('ENOTDIR', path);
    return node;
  }

  private leadsThrough(path: string, directory: MemoryDirectory): boolean {
    let at: Node | undefined = this.root;
    for (const name of segments(path)) {
      if (at === directory) return true;
      at = at instanceof MemoryDirectory ? at.children.get(name) : undefined;
    }
    return at === directory;
  }
}

function put<N extends Node>(parent: MemoryDirectory, name: string, node: N): N {
  parent.children.set(name, node);
  parent.mtime = Date.now() / 1000;
  return node;
}

function checkReplaceable(source: Node, target: Node | undefined, path: string): void {
  if (target === undefined) return;
  if (target instanceof MemoryFile) {
    if (source instanceof MemoryDirectory) throw errnoError('ENOTDIR', path);
    return;
  }
  if (source instanceof MemoryFile) throw errnoError('EISDIR', path);
  if (target.children.size > 0) throw errnoError('ENOTEMPTY', path);
}

function segments(path: string): string[] {
  const names: string[] = [];
  for (const name of path.slice(schemePrefix(path).length).split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return names;
}
