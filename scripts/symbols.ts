/**
 * `npm run symbols`: writes docs/symbols.md, the list of all public symbols, from src/index.ts and the first sentence of
 * each one's TSDoc. `-- --check` writes nothing and fails if the page is stale.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as ts from 'typescript';

const root = path.resolve(__dirname, '..');
const page = path.join(root, 'docs/symbols.md');

/** Namespaces that TensorFlow does not have; what TF keeps internal is marked as ours too. */
const ownNamespaces = new Set(['tracking', 'storage']);
const ownNames = new Set(['NDArray']);

interface Row {
  readonly name: string;
  readonly text: string;
  readonly own: boolean;
}

/** The page as it should be. */
export function symbolsPage(): string {
  const entry = path.join(root, 'src/index.ts');
  const config = ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  const program = ts.createProgram([entry], { ...options, noEmit: true });
  const checker = program.getTypeChecker();
  const spaces = new Map<string, Row[]>();
  const collect = (module: ts.Symbol, space: string): void => {
    const rows: Row[] = [];
    for (const exported of checker.getExportsOfModule(module)) {
      const target = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      const name = exported.name;
      if (target.flags & ts.SymbolFlags.ValueModule)
        collect(target, space === '' ? name : `${space}.${name}`);
      else if (target.flags & ts.SymbolFlags.Value) rows.push(rowOf(name, target, checker, space));
    }
    spaces.set(
      space,
      rows.sort((a, b) => (a.name < b.name ? -1 : 1)),
    );
  };
  collect(checker.getSymbolAtLocation(program.getSourceFile(entry)!)!, '');
  return render([...spaces].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function rowOf(name: string, target: ts.Symbol, checker: ts.TypeChecker, space: string): Row {
  const text = firstSentence(comment(target, checker));
  // What is ours is spelled in camelCase, TF's functions never are.
  const own = ownNamespaces.has(space.split('.')[0]!) || ownNames.has(name) || /^[a-z]+[A-Z]/.test(name);
  return { name, text, own };
}

/** A symbol's comment; one that only gives another value a type has that value's. */
function comment(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const own = ts.displayPartsToString(symbol.getDocumentationComment(checker));
  const { valueDeclaration } = symbol;
  if (own !== '' || !valueDeclaration || !ts.isVariableDeclaration(valueDeclaration)) return own;
  let value = valueDeclaration.initializer;
  while (value && ts.isAsExpression(value)) value = value.expression;
  const behind = value && checker.getSymbolAtLocation(value);
  if (behind) return comment(behind, checker);
  return checker.typeToString(checker.getTypeOfSymbol(symbol)) === 'DType' ? 'A dtype.' : '';
}

/** The first sentence on one line; links become their text. */
function firstSentence(text: string): string {
  const flat = text
    .replace(/\{@link(?:code)?\s+([^}|]+?)\s*(?:\|[^}]*)?\}/g, '`$1`')
    .replace(/\s+/g, ' ')
    .trim();
  const end = /^(.*?[.:!?])(?:\s+(?=[A-Z`@])|$)/.exec(flat);
  return (end?.[1] ?? flat).replace(/:$/, '.').replaceAll('|', '\\|');
}

function render(spaces: readonly (readonly [string, readonly Row[]])[]): string {
  const all = spaces.flatMap(([, rows]) => rows);
  const theirs = all.filter(({ own }) => !own).length;
  const lines = [
    '# Symbols',
    '',
    "What `import * as tf from 'flowpoint'` has: " +
      `${theirs} names of TensorFlow's and ${all.length - theirs} of our own. Written by \`npm run symbols\`.`,
    '',
  ];
  for (const own of [false, true]) {
    if (own) lines.push('# Our own', '');
    for (const [space, rows] of spaces) {
      const shown = rows.filter((row) => row.own === own);
      if (shown.length === 0) continue;
      const prefix = space === '' ? 'tf' : `tf.${space}`;
      lines.push(`## ${prefix}`, '', '| symbol | |', '|---|---|');
      for (const { name, text } of shown) lines.push(`| \`${prefix}.${name}\` | ${text} |`);
      lines.push('');
    }
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

function main(): void {
  const wanted = symbolsPage();
  if (!process.argv.includes('--check')) fs.writeFileSync(page, wanted);
  else if (!fs.existsSync(page) || fs.readFileSync(page, 'utf8') !== wanted) {
    console.error('docs/symbols.md is stale: run `npm run symbols`.');
    process.exitCode = 1;
  }
}

if (require.main === module) main();
