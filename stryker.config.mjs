// Mutation testing of what decides about access: `npm run mutation`. It is not part of CI; what was found stands in
// test/mutation.md.
const target = process.env.MUTATE ?? 'policy';
const [folder] = target.split('/');
const tests = {
  policy: ['test/policy/*.test.ts'],
  legacy: ['test/legacy/*.test.ts', 'test/translate.test.ts'],
};

/** Built once a process, so that a mutant within it counts only in a process of its own, for all tests. */
const SCHEMA = 'src/legacy/schema.ts';
const isSchema = `src/${target}` === SCHEMA;

/** Below these the run fails: what was measured last, rounded down. A file by itself has none, but for the schema. */
const FLOORS = { policy: 97, legacy: 97, 'legacy/schema.ts': 97 };

export default {
  mutate: target.endsWith('.ts') ? [`src/${target}`] : [`src/${target}/**/*.ts`, `!${SCHEMA}`],
  testRunner: 'mocha',
  testRunnerNodeArgs: ['--import', 'tsx'],
  mochaOptions: {
    'no-config': true,
    spec: isSchema ? ['test/legacy/parse*.test.ts', 'test/translate.test.ts'] : tests[folder],
  },
  coverageAnalysis: isSchema ? 'off' : 'perTest',
  maxTestRunnerReuse: isSchema ? 1 : 0,
  thresholds: { high: 100, low: 90, break: FLOORS[target] ?? null },
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
  jsonReporter: { fileName: `reports/mutation-${target.replace(/\W/g, '-')}.json` },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  timeoutMS: 20000,
};
