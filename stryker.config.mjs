// Mutation testing of what decides about access: `npm run mutation`. It is not part of CI; what was found stands in
// test/mutation.md.
const tests = {
  policy: ['test/policy/*.test.ts'],
  legacy: ['test/legacy/*.test.ts', 'test/translate.test.ts'],
};
const folder = process.env.MUTATE ?? 'policy';

export default {
  mutate: [`src/${folder}/**/*.ts`],
  testRunner: 'mocha',
  testRunnerNodeArgs: ['--import', 'tsx'],
  mochaOptions: { 'no-config': true, spec: tests[folder] },
  coverageAnalysis: 'perTest',
  concurrency: 1,
  // Left as it is: Stryker would rewrite it by an API that TypeScript 7 does not have.
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
  jsonReporter: { fileName: `reports/mutation-${folder}.json` },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  timeoutMS: 20000,
};
