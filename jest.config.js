/** Jest runs the sources through the same TypeScript transform as ts-node: types are checked once, by `tsc`. */
module.exports = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['flowpoint-source', 'node', 'node-addons'] },
  roots: ['<rootDir>/test'],
  // A limit on hanging, not on speed: machines are slow, or busy.
  testTimeout: 60_000,
  testMatch: ['**/*.test.ts'],
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.json', diagnostics: false }] },
};
