import { expect } from 'chai';
import { ESLint, type Linter, RuleTester } from 'eslint';
import { migrateSource } from '../../src/codemod/index.js';
import plugin from '../../src/eslint/index.js';
import { noLegacyCors } from '../../src/eslint/no-legacy-cors.js';
import { sandbox } from '../codemod/cli.js';
import { optionsIn, readFixtures } from '../codemod/fixtures.js';

RuleTester.describe = describe;
RuleTester.it = it;

const LIST = "require('socket.io')(server, { origins: ['https://example.com:443'] });\n";
const EVERYONE = "require('socket.io')(server, { origins: '*:*' });\n";
const TWO_BRANCHES =
  "const io = require('socket.io')(server);\nif (dev) io.origins('*:*'); else io.origins(list);\n";

/** What the codemod writes, where it leaves no comment. */
const migrated = (code: string, options = {}) =>
  migrateSource(code, { filename: 'server.js', ...options }).code;
const errorsOf = (code: string, options = {}) =>
  migrateSource(code, { filename: 'server.js', ...options }).findings.map(
    ({ code: messageId, line, column }) => ({
      messageId,
      line,
      column,
    }),
  );

new RuleTester({ languageOptions: { sourceType: 'commonjs' } }).run('no-legacy-cors', noLegacyCors, {
  valid: [
    {
      name: 'settings of v4',
      code: "new (require('socket.io').Server)(server, { cors: { origin: ['https://example.com'] } });",
    },
    { name: 'foreign origins', code: "map.origins('*:*'); draw({ origins: [0, 0] });" },
    {
      name: 'a server without settings, where the code is for v4',
      code: "require('socket.io')(server);",
      options: [{ from: '^4.0.0' }],
    },
    { name: 'code that was migrated', code: migrated(LIST) },
  ],
  invalid: [
    {
      name: 'mends a list of origins',
      code: LIST,
      errors: errorsOf(LIST),
      output: migrated(LIST),
    },
    {
      name: 'keeps v2 clients where that is asked for',
      code: LIST,
      options: [{ keepV2Clients: true }],
      errors: errorsOf(LIST, { keepV2Clients: true }),
      output: migrated(LIST, { keepV2Clients: true }),
    },
    {
      name: 'takes the release that the code was for',
      code: EVERYONE,
      options: [{ from: '2.4.0', to: '4.8.4', semantics: 'exact', missingOrigin: 'as-v2' }],
      errors: errorsOf(EVERYONE, { from: '2.4.0', to: '4.8.4', semantics: 'exact' }),
      output: migrated(EVERYONE, { from: '2.4.0', to: '4.8.4', semantics: 'exact' }),
    },
    {
      name: 'reports what takes a person, and writes nothing',
      code: TWO_BRANCHES,
      errors: errorsOf(TWO_BRANCHES),
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

describe('no-legacy-cors, on what the codemod is tested with', () => {
  for (const group of ['programs', 'shapes', 'untouched', 'left']) {
    for (const { name, filename, input, expected } of readFixtures(group)) {
      // ESLint's own parser reads neither TypeScript nor Flow.
      if (!/\.(?:m?js)$/.test(filename)) continue;
      it(`${name}: the same findings at the same places, and the same fix`, async () => {
        // This repository's own package.json would say that the code is for v4.
        const options = { from: '2.5.1', ...optionsIn(input) };
        const [seen] = await eslintWith(configOf(options)).lintText(input);
        if (seen?.fatalErrorCount) return expect(seen.messages).to.have.length(1);
        const before = migrateSource(input, { filename, ...options });
        // ESLint does not count a byte order mark as a column.
        const mark = input.startsWith('\uFEFF') ? 1 : 0;
        expect(
          seen?.messages.map(({ messageId, line, column }) => `${messageId} ${line}:${column}`),
        ).to.deep.equal(
          before.findings.map(
            ({ code, line, column }) => `${code} ${line}:${column - (line === 1 ? mark : 0)}`,
          ),
        );
        const [fixed] = await eslintWith(configOf(options), true).lintText(input);
        const withoutTodo = expected
          .replace(/[ \t]*\/\/ TODO\(socketio-cors\)[^\r\n]*\r?\n/g, '')
          .replace(/\/\* TODO\(socketio-cors\).*?\*\/ /g, '');
        expect(fixed?.output ?? input).to.equal(withoutTodo);
      });
    }
  }
});

describe('the plugin', () => {
  it('fixes nothing in a file where somebody silenced it, for all edits go together', async () => {
    const named = '// eslint-disable-next-line socketio-cors/no-legacy-cors -- behind a VPN\n';
    for (const comment of [named, '// eslint-disable-next-line\n']) {
      const [seen] = await eslintWith(configOf(), true).lintText(comment + EVERYONE + LIST);
      expect(seen?.output).to.be.undefined;
      expect(seen?.messages.map(({ line }) => line))
        .to.include(3)
        .and.to.not.include(2);
    }
    const [seen] = await eslintWith(configOf(), true).lintText(
      `// eslint-disable-next-line no-undef\n${LIST}`,
    );
    expect(seen?.output).to.include('allowRequest');
  });

  it('has a recommended config that reports errors', async () => {
    const [seen] = await eslintWith([plugin.configs.recommended]).lintText(LIST);
    const [first] = seen?.messages ?? [];
    expect(first).to.include({ ruleId: 'socketio-cors/no-legacy-cors', severity: 2 });
    expect(first?.message).to.match(/^[A-Z_]+: .+ See docs\/codes\.md#[a-z_\d]+$/s);
  });

  it('asks package.json what the code is for, as the command does', async () => {
    const box = sandbox({
      'old/package.json': '{ "dependencies": { "socket.io": "^2.3.0" } }',
      'new/package.json': '{ "dependencies": { "socket.io": "^4.8.0" } }',
    });
    try {
      const eslint = eslintWith(configOf(), true, box.path);
      const lint = async (filePath: string) =>
        (
          await eslint.lintText("require('socket.io')(server);\n", { filePath: `${box.path}/${filePath}` })
        )[0];
      expect((await lint('old/server.js'))?.output).to.include('cors');
      // On v4 nobody is let in by default: a "fix" would open the server.
      expect(await lint('new/server.js')).to.deep.include({ messages: [], errorCount: 0 });
    } finally {
      box.remove();
    }
  });

  it('says which options it does not understand', async () => {
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

  it('says nothing of a text that it cannot parse, whatever parser ESLint was given', async () => {
    const program = { type: 'Program', start: 0, end: 0, range: [0, 0], body: [], tokens: [], comments: [] };
    const loc = { start: { line: 1, column: 0 }, end: { line: 1, column: 0 } };
    const parser = { parse: () => ({ ...program, loc, sourceType: 'module' }) };
    const [config] = configOf();
    const [seen] = await eslintWith([{ ...config, languageOptions: { parser } }]).lintText(
      `<script>\n${LIST}</script> {{ nothing`,
    );
    expect(seen?.messages).to.deep.equal([]);
  });

  it('mends the blocks that a processor hands out, at their places in the file', async () => {
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
    expect(seen?.messages.map(({ messageId, line }) => ({ messageId, line }))).to.deep.equal(
      errorsOf(LIST).map(({ messageId }) => ({ messageId, line: 3 })),
    );
  });
});
