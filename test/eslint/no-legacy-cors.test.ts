import { expect } from 'chai';
import { ESLint, type Linter, RuleTester } from 'eslint';
import { migrateSource } from '../../src/codemod/index.js';
import plugin from '../../src/eslint/index.js';
import { noLegacyCors } from '../../src/eslint/no-legacy-cors.js';
import { sandbox } from '../cli/sandbox.js';
import { optionsIn, readFixtures } from '../codemod/fixtures.js';

RuleTester.describe = describe;
RuleTester.it = it;

const LIST = "require('socket.io')(server, { origins: ['https://example.com:443'] });\n";
const EVERYONE = "require('socket.io')(server, { origins: '*:*' });\n";
const UNKNOWN = "module.exports = (io) => io.origins('*:*');\n";
const CALL = "const io = require('socket.io')(server);\nio.origins(['https://example.com:443']);\n";

/** What the codemod writes, without TODO comments. */
const migrated = (code: string, options = {}) =>
  migrateSource(code, { filename: 'server.js', ...options }).code;
const rewrite = (code: string, options = {}) => [{ messageId: 'rewrite', output: migrated(code, options) }];

new RuleTester({ languageOptions: { sourceType: 'commonjs' } }).run('no-legacy-cors', noLegacyCors, {
  valid: [
    {
      name: 'settings of v4',
      code: "new (require('socket.io').Server)(server, { cors: { origin: ['https://example.com'] } });",
    },
    { name: 'foreign origins', code: "map.origins('*:*'); draw({ origins: [0, 0] });" },
    {
      name: 'a server without settings in code for v4',
      code: "require('socket.io')(server);",
      options: [{ from: '^4.0.0' }],
    },
    { name: 'migrated code', code: migrated(LIST) },
    { name: 'notes', code: "require('socket.io-client')('https://a.example');" },
  ],
  invalid: [
    {
      name: 'reports a list of origins once, and suggests the rewrite',
      code: LIST,
      errors: [{ messageId: 'origins', line: 1, column: 32, suggestions: rewrite(LIST) }],
      output: null,
    },
    {
      name: 'fixes if asked to',
      code: LIST,
      options: [{ fix: true }],
      errors: [{ messageId: 'origins' }],
      output: migrated(LIST),
    },
    {
      name: 'keeps v2 clients if asked to',
      code: LIST,
      options: [{ fix: true, keepV2Clients: true }],
      errors: [{ messageId: 'origins' }],
      output: migrated(LIST, { keepV2Clients: true }),
    },
    {
      name: 'takes the release that the code was written for',
      code: EVERYONE,
      options: [{ fix: true, from: '2.4.0', to: '4.8.4', semantics: 'exact', missingOrigin: 'as-v2' }],
      errors: [{ messageId: 'origins' }],
      output: migrated(EVERYONE, { from: '2.4.0', to: '4.8.4', semantics: 'exact' }),
    },
    {
      name: 'reports a call that throws on v4',
      code: CALL,
      options: [{ from: '^4.0.0' }],
      errors: [{ messageId: 'origins', line: 2, suggestions: rewrite(CALL, { from: '^4.0.0' }) }],
      output: null,
    },
    {
      name: 'reports a preflight handler by its name',
      code: "require('socket.io')(server, { origins: ['https://a.example'], handlePreflightRequest: false });",
      options: [{ fix: true }],
      errors: [{ messageId: 'origins' }, { messageId: 'preflight' }],
      output: migrated(
        "require('socket.io')(server, { origins: ['https://a.example'], handlePreflightRequest: false });",
      ),
    },
    {
      name: 'reports a place for review, and writes nothing',
      code: UNKNOWN,
      options: [{ fix: true }],
      errors: [{ messageId: 'finding', line: 1, suggestions: [] }],
      output: null,
    },
  ],
});

const configOf = (options: object = {}): Linter.Config[] => [
  {
    files: ['**/*.{js,mjs,jsx}'],
    languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } },
    plugins: { 'socketio-cors': plugin },
    rules: { 'socketio-cors/no-legacy-cors': ['error', options] },
  },
];

const eslintWith = (config: Linter.Config[], fix = false, cwd = process.cwd()) =>
  new ESLint({ cwd, overrideConfigFile: true, overrideConfig: config, fix });

describe('no-legacy-cors, on the fixtures of the codemod', () => {
  for (const group of ['programs', 'shapes', 'untouched', 'left']) {
    for (const { name, filename, input, expected } of readFixtures(group)) {
      // ESLint's own parser reads neither TypeScript nor Flow.
      if (!/\.(?:m?js)$/.test(filename)) continue;
      it(`${name}: reports each place with more than notes once, and fixes as migrateSource does`, async () => {
        // This repository's own package.json would say that the code is for v4.
        const options = { from: '2.5.1', ...optionsIn(input) };
        const [seen] = await eslintWith(configOf(options)).lintText(input);
        if (seen?.fatalErrorCount) return expect(seen.messages).to.have.length(1);
        const places = (seen?.messages ?? []).map(({ line, column }) => `${line}:${column}`);
        expect(places).to.deep.equal([...new Set(places)]);
        // ESLint does not count a byte order mark as a column.
        const mark = input.startsWith('\uFEFF') ? 1 : 0;
        const grave = migrateSource(input, { filename, ...options })
          .findings.filter(({ severity }) => severity !== 'info')
          .map(({ line, column }) => `${line}:${column - (line === 1 ? mark : 0)}`);
        expect(places).to.include.members(grave);
        const [fixed] = await eslintWith(configOf({ ...options, fix: true }), true).lintText(input);
        const withoutTodo = expected
          .replace(/[ \t]*\/\/ TODO\(socketio-cors\)[^\r\n]*\r?\n[ \t]*\/\/ {3}npx [^\r\n]*\r?\n/g, '')
          .replace(/\/\* TODO\(socketio-cors\).*?\*\/ /g, '');
        if (places.length > 0) expect(fixed?.output ?? input).to.equal(withoutTodo);
      });
    }
  }
});

describe('the plugin', () => {
  it('fixes nothing in a file in which a comment disables it, because all edits go together', async () => {
    const named = '// eslint-disable-next-line socketio-cors/no-legacy-cors -- behind a VPN\n';
    for (const comment of [named, '// eslint-disable-next-line\n']) {
      const [seen] = await eslintWith(configOf({ fix: true }), true).lintText(comment + EVERYONE + LIST);
      expect(seen?.output).to.be.undefined;
      expect(seen?.messages.map(({ line }) => line))
        .to.include(3)
        .and.to.not.include(2);
    }
    const [seen] = await eslintWith(configOf({ fix: true }), true).lintText(
      `// eslint-disable-next-line no-undef\n${LIST}`,
    );
    expect(seen?.output).to.include('allowRequest');
  });

  it('has a recommended config that reports errors', async () => {
    const [seen] = await eslintWith([plugin.configs.recommended]).lintText(LIST);
    const [first] = seen?.messages ?? [];
    expect(first).to.include({ ruleId: 'socketio-cors/no-legacy-cors', severity: 2 });
    expect(seen?.messages).to.have.length(1);
  });

  it('takes the release from package.json, as the command does', async () => {
    const box = sandbox({
      'old/package.json': '{ "dependencies": { "socket.io": "^2.3.0" } }',
      'new/package.json': '{ "dependencies": { "socket.io": "^4.8.0" } }',
    });
    try {
      const eslint = eslintWith(configOf({ fix: true }), true, box.path);
      const lint = async (filePath: string) =>
        (
          await eslint.lintText("require('socket.io')(server);\n", { filePath: `${box.path}/${filePath}` })
        )[0];
      expect((await lint('old/server.js'))?.output).to.include('cors');
      // v4 allows no other origin by default: a "fix" would open the server.
      expect(await lint('new/server.js')).to.deep.include({ messages: [], errorCount: 0 });
    } finally {
      box.remove();
    }
  });

  it('rejects options that it does not know', async () => {
    const failure = (options: object) =>
      eslintWith(configOf(options))
        .lintText(LIST)
        .then(
          () => expect.fail('it ran'),
          (error: Error) => error.message,
        );
    expect(await failure({ semantics: 'loose' })).to.include('loose');
    expect(await failure({ form: '2.5.1' })).to.include('form');
    expect(await failure({ from: 'two' })).to.include('from');
  });

  it("reports nothing for a text that it cannot parse, with any parser of ESLint's", async () => {
    const program = { type: 'Program', start: 0, end: 0, range: [0, 0], body: [], tokens: [], comments: [] };
    const loc = { start: { line: 1, column: 0 }, end: { line: 1, column: 0 } };
    const parser = { parse: () => ({ ...program, loc, sourceType: 'module' }) };
    const [config] = configOf();
    const [seen] = await eslintWith([{ ...config, languageOptions: { parser } }]).lintText(
      `<script>\n${LIST}</script> {{ nothing`,
    );
    expect(seen?.messages).to.deep.equal([]);
  });

  it('reports the blocks that a processor extracts, at their places in the file', async () => {
    const fence = '```';
    const processor: Linter.Processor = {
      supportsAutofix: true,
      preprocess: (text) => [{ text: text.split(/```js\n|```/)[1] ?? '', filename: '0.js' }],
      postprocess: ([messages = []]) => messages.map((message) => ({ ...message, line: message.line + 2 })),
    };
    const eslint = eslintWith([
      {
        files: ['**/*.md'],
        plugins: { test: { processors: { blocks: processor } } },
        processor: 'test/blocks',
      },
      ...configOf(),
    ]);
    const [seen] = await eslint.lintText(`# Title\n${fence}js\n${LIST}${fence}\n`, { filePath: 'docs.md' });
    expect(seen?.messages.map(({ messageId, line }) => ({ messageId, line }))).to.deep.equal([
      { messageId: 'origins', line: 3 },
    ]);
  });
});
