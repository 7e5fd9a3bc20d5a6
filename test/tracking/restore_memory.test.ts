import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { logger } from '../../src/logging';
import { Node, restore, save, scalar, TestVariable } from '../support/tracking';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Lets weak references go and finalization callbacks run: some rounds, and on a busy machine more until `seen`. */
async function collect(seen: () => boolean = () => true): Promise<void> {
  for (let i = 0; i < 5 || (i < 2000 && !seen()); i++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    collectGarbage();
  }
}

const variable = (name: string, value = 0) => new TestVariable(name, scalar(value));
const file = () => save(new Node('', { a: variable('a', 1), b: variable('b', 2) }));

describe('what a restore keeps alive', () => {
  const lines: string[] = [];
  let putBack: () => void;
  beforeEach(async () => {
    await collect();
    lines.length = 0;
    putBack = logger.redirect((line) => lines.push(line));
  });
  afterEach(() => putBack());

  it('R1.2 holds bound objects weakly: what was let go is unresolved again', async () => {
    const root = new Node('', { a: variable('a'), b: variable('b') });
    const status = restore(root, file());
    status.assert_consumed();
    root._tracking.edges.delete('b');
    const unresolved = () => {
      try {
        status.assert_consumed();
        return '';
      } catch (error) {
        return (error as Error).message;
      }
    };
    await collect(() => unresolved() !== '');
    expect(unresolved()).toContain('Unresolved object in checkpoint (root).b');
    expect(lines).toEqual([]);
  });

  it('R8.9 warns when the last holder has gone', async () => {
    const root = new Node('', { a: variable('a'), b: new Node() });
    (() => {
      restore(root, file());
    })();
    await collect(() => lines.length > 1);
    expect(lines.slice(1)).toEqual([
      'WARNING:tensorflow:An attribute in the restored object could not be found in the checkpoint. Object: (root).b, ' +
        "attribute: ['VARIABLE_VALUE']",
    ]);
  });

  it('R4.7 the queue of an object keeps its restore, and both go together', async () => {
    let root: Node | undefined = new Node('', { a: variable('a') });
    (() => {
      restore(root!, file());
    })();
    await collect();
    expect(lines).toEqual([]);
    expect(root._tracking.deferred.size).toBe(1);
    root = undefined;
    await collect(() => lines.length > 1);
    expect(lines.slice(1)).toEqual([
      'WARNING:tensorflow:Value in checkpoint could not be found in the restored object: (root).b',
    ]);
  });

  it('R8.8 stays silent after expect_partial', async () => {
    (() => {
      restore(new Node(), file()).expect_partial();
    })();
    await collect();
    expect(lines).toEqual([]);
  });
});
