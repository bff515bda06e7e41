// Mutation testing of what decides about access: `npm run mutation policy`, `npm run mutation legacy`.
const suite = process.env.MUTATION_SUITE ?? 'policy';
const spec = {
  policy: ['test/policy/*.test.ts'],
  legacy: ['test/legacy/*.test.ts', 'test/translate.test.ts'],
}[suite];
export default {
  mutate: [`src/${suite}/**/*.ts`],
  testRunner: 'mocha',
  testRunnerNodeArgs: ['--import', 'tsx'],
  mochaOptions: { 'no-config': true, spec },
  coverageAnalysis: 'perTest',
  concurrency: 1,
  tsconfigFile: 'none.json',
  ignorePatterns: [
    'dist',
    'coverage',
    'examples',
    'bench',
    'results',
    'reports',
    'playground',
    'test/fixtures',
  ],
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: `reports/mutation-${suite}.json` },
  clearTextReporter: { allowColor: false, logTests: false },
  timeoutMS: 10000,
};
