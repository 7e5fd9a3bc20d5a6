/** The import rules of the layout: layers look downward only, leaves stay leaves, no file cycles inside a folder. */
const layers = [
  ['errors', 'logging', 'context', 'dtypes', 'narrow_floats', 'elements', 'python'],
  ['tracking'],
  ['runtime'],
  ['saving'],
  ['data'],
  ['keras'],
  ['compat_v1'],
  ['cli', 'namespaces', 'index'],
];

const files = (names) => `^src/(${names.join('|')})(/|\\.ts$)`;

/** A layer may import itself and what lies below it; `saving/storage` is a leaf that anyone may import. */
const layerRules = layers.slice(0, -1).map((layer, i) => ({
  name: `${layer.at(-1)}-looks-down-only`,
  comment: 'Imports go one way; type-only imports may go up.',
  severity: 'error',
  // The entry `flowpoint/compat/v1` and its namespaces are lists of names as `src/index.ts` is.
  from: { path: files(layer), pathNot: '^src/compat_v1/(index|former_names|\\w+_namespace)\\.ts$' },
  to: {
    path: files(layers.slice(i + 1).flat()),
    pathNot: '^src/saving/storage/',
    dependencyTypesNot: ['type-only'],
  },
}));

module.exports = {
  forbidden: [
    ...layerRules,
    {
      name: 'no-file-cycles',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'bytes-need-no-runtime',
      comment: 'The command and a viewer load tables and bundles alone.',
      severity: 'error',
      from: { path: '^src/saving/(storage|table|bundle|proto)/' },
      to: {
        path: '^src/(tracking|runtime|saving/checkpoint|data|keras|compat_v1|cli)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'storage-is-a-leaf',
      severity: 'error',
      from: { path: '^src/saving/storage/' },
      to: { path: '^src/', pathNot: '^src/(saving/storage/|errors\\.ts|logging\\.ts)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'node-only-at-the-edges',
      comment: 'Everything else runs in a browser.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(saving/storage|cli)/|^src/logging\\.ts' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'sources-import-relatively',
      severity: 'error',
      from: { path: '^(src|test)/' },
      to: { path: '^(dist|flowpoint)' },
    },
    { name: 'not-resolvable', severity: 'error', from: { path: '^src/' }, to: { couldNotResolve: true } },
    {
      name: 'no-dev-dependency-in-sources',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], pathNot: '@types/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { conditionNames: ['flowpoint-source', 'node', 'require', 'import', 'types'] },
  },
};
