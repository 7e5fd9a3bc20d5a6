/** The page's examples, run as they stand there: the TypeScript always, the Python where TensorFlow is at hand. */
import * as path from 'node:path';
import { type Block, fencedBlocks } from '../support/markdown';
import { runPython, withTensorFlow } from '../support/python';
import { runTypeScript } from '../support/run_source';

const page = path.resolve(__dirname, '../../docs/python_to_typescript.md');
const blocks = fencedBlocks(page);
const headings = [...new Set(blocks.map((block) => block.heading))];

function blocksOf(language: string): string[] {
  return headings.map(
    (heading) => only(blocks.filter((b) => b.heading === heading && b.language === language)).text,
  );
}

function only(found: Block[]): Block {
  if (found.length !== 1) throw new Error(`expected one block, found ${found.length}`);
  return found[0]!;
}

const imports = `import * as tf from 'flowpoint';
import { f, format, print, tuple, ValueError } from 'flowpoint/python';
`;

describe('the examples of docs/python_to_typescript.md', () => {
  const expected = blocksOf('text');

  it('are ten', () => expect(headings).toHaveLength(10));

  it('print what stands below them', () => {
    expect(runTypeScript(blocksOf('ts').map((source) => imports + source))).toEqual(expected);
  });

  withTensorFlow('print the same in Python', () => {
    expect(runPython(blocksOf('python').map((source) => `import tensorflow as tf\n${source}`))).toEqual(
      expected,
    );
  });
});
