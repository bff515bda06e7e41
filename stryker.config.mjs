// Mutation testing of the rooms that decide about access. It is not part of CI: npx -p @stryker-mutator/core@9 -p @stryker-mutator/mocha-runner@9 stryker run
export default {
  mutate: ['src/origins/**/*.ts', 'src/v2/**/*.ts'],
  testRunner: 'mocha',
  testRunnerNodeArgs: ['--import', 'tsx'],
  mochaOptions: {
    'no-config': true,
    spec: ['test/origins/*.test.ts', 'test/v2/*.test.ts', 'test/translate.test.ts'],
  },
  coverageAnalysis: 'perTest',
  thresholds: { high: 100, low: 97, break: null },
  concurrency: 1,
  tsconfigFile: 'none.json',
  ignorePatterns: ['dist', 'coverage', 'examples', 'bench', 'reports', 'playground', 'test/fixtures'],
  reporters: ['clear-text', 'json'],
  timeoutMS: 20000,
};
