/** Takes the fenced blocks out of a page, in order, with the heading above each. */
import * as fs from 'node:fs';

export interface Block {
  readonly heading: string;
  readonly language: string;
  readonly text: string;
}

export function fencedBlocks(file: string): Block[] {
  const blocks: Block[] = [];
  let heading = '';
  let open: { language: string; lines: string[] } | null = null;
  for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
    if (open !== null && line === '```') {
      blocks.push({ heading, language: open.language, text: `${open.lines.join('\n')}\n` });
      open = null;
    } else if (open !== null) open.lines.push(line);
    else if (line.startsWith('```')) open = { language: line.slice(3), lines: [] };
    else if (line.startsWith('#')) heading = line.replace(/^#+ /, '');
  }
  return blocks;
}
