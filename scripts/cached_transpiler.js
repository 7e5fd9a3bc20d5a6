/**
 * The transpiler that ts-node runs: TypeScript's own, with what it made kept in node_modules/.cache, so that a
 * command starts in a second instead of transpiling every source each time.
 */
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const cache = path.resolve(__dirname, '../node_modules/.cache/flowpoint');

exports.create = ({ service }) => {
  const ts = require('typescript');
  const { config } = service;
  const compilerOptions = { ...config.options, module: ts.ModuleKind.CommonJS, inlineSourceMap: false, sourceMap: true };
  const salt = `${ts.version} ${JSON.stringify(compilerOptions)}`;
  fs.mkdirSync(cache, { recursive: true });

  return {
    transpile(source, { fileName }) {
      const name = createHash('sha256').update(`${salt}\n${fileName}\n${source}`).digest('hex');
      const kept = path.join(cache, `${name}.json`);
      if (fs.existsSync(kept)) return JSON.parse(fs.readFileSync(kept, 'utf8'));
      const { outputText, sourceMapText } = ts.transpileModule(source, { fileName, compilerOptions });
      // Several processes may write the same entry: each its own file, renamed into place.
      const own = `${kept}.${process.pid}`;
      fs.writeFileSync(own, JSON.stringify({ outputText, sourceMapText }));
      fs.renameSync(own, kept);
      return { outputText, sourceMapText };
    },
  };
};
