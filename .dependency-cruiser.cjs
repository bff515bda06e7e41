// Who may import whom: `npm run directions`. test/directions.test.ts plants violations, because dependency-cruiser reads
// no TypeScript without @swc/core, and says nothing about it.

/** The rooms of src, and the rooms that each may import. Types count, too. */
const ROOMS = {
  origins: [],
  messages: [],
  runtime: ['origins'],
  v2: ['messages', 'origins', 'runtime'],
  v4: ['messages', 'origins', 'runtime', 'v2'],
  print: ['origins', 'v4'],
  server: ['messages', 'origins', 'runtime', 'v2', 'v4'],
  observe: ['messages', 'origins', 'output', 'print', 'runtime', 'v2', 'v4'],
  doctor: ['messages', 'output'],
  codemod: ['messages', 'origins', 'print', 'runtime', 'v2', 'v4'],
  eslint: ['codemod', 'messages'],
  explain: ['messages', 'origins', 'output', 'print', 'v2', 'v4'],
  output: ['codemod', 'explain', 'messages'],
};

/** The rooms of the codemod, and those that each may import. The files beside them may import all but project/. */
const CODEMOD = {
  ast: [],
  detect: ['ast'],
  program: ['analyze', 'ast', 'detect', 'edits'],
  analyze: ['ast', 'detect', 'edits'],
  edits: ['analyze', 'ast', 'detect'],
  migrations: ['analyze', 'ast', 'detect', 'edits', 'program'],
};

/** Packages, and the only places that may import them. */
const PACKAGES = {
  '@babel/parser': '^src/(?:codemod/(?:ast|project)|explain)/',
  commander: '^src/cli/',
  debug: '^src/server/',
  diff: '^src/(?:output|eslint)/',
  ignore: '^src/codemod/project/',
  'magic-string': '^src/codemod/(?:edits|project)/',
  semver: '^src/(?:v2|codemod/(?:analyze|project))/',
  ws: '^src/doctor/',
  zod: '^src/(?:v2|observe)/',
};

/** What reaches files, processes or the network; `http` is there for the types and classes of requests. */
const OUTSIDE =
  '^(?:node:)?(?:fs|fs/promises|child_process|net|tls|https|http2|dgram|dns|worker_threads|os)$';

const either = (names) => names.join('|');

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: { path: '^src' },
      to: { circular: true },
    },
    ...Object.entries(ROOMS).map(([room, allowed]) => ({
      name: `${room}-imports`,
      severity: 'error',
      from: { path: `^src/${room}/` },
      to: { path: `^src/(?!(?:${either([room, ...allowed])})/|translate\\.ts)` },
    })),
    ...Object.entries(CODEMOD).map(([room, allowed]) => ({
      name: `codemod-${room}-imports`,
      severity: 'error',
      from: { path: `^src/codemod/${room}/` },
      to: { path: `^src/codemod/(?!(?:${either([room, ...allowed])})/|[\\w-]+\\.ts)` },
    })),
    {
      name: 'codemod-is-pure',
      comment: 'migrateSource runs in a browser: only project/ touches files and git',
      severity: 'error',
      from: { path: '^src/codemod/', pathNot: '^src/codemod/project/' },
      to: { path: `^src/codemod/project/|${OUTSIDE}` },
    },
    {
      name: 'core-is-pure',
      severity: 'error',
      from: { path: '^src/(?:origins|v2|v4|print|messages|translate\\.ts|index\\.ts|output|explain)' },
      to: { path: OUTSIDE },
    },
    {
      name: 'only-the-command-imports-cli',
      severity: 'error',
      from: { pathNot: '^src/cli/' },
      to: { path: '^src/cli/' },
    },
    ...Object.entries(PACKAGES).map(([name, home]) => ({
      name: `home-of-${name.replace(/\W/g, '-')}`,
      severity: 'error',
      from: { pathNot: home },
      to: { path: `node_modules/${name}/` },
    })),
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.cts', '.js', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
