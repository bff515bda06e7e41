import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { installInProject, type PackedProject } from './packed.js';

const TSC = resolve(import.meta.dirname, '../../node_modules/.bin/tsc');

const TYPED_SERVER = `import { Server } from 'socket.io';
export function start(port: number): Server {
  return new Server(port, { origins: ['https://example.com:443'] } as object);
}
`;

/** Lints a legacy program and one in TypeScript, with a fix, and prints what was found and whether it was mended. */
const LINT = `
const config = [
  socketIoCors.configs.recommended,
  ...(parser ? [{ files: ['**/*.ts'], languageOptions: { parser } }] : []),
  { rules: { 'socketio-cors/no-legacy-cors': ['error', { from: '2.5.1' }] } },
];
const lint = async (code, filePath) => {
  const eslint = (fix) => new ESLint({ overrideConfigFile: true, overrideConfig: config, fix });
  const [found] = await eslint(false).lintText(code, { filePath });
  const [fixed] = await eslint(true).lintText(code, { filePath });
  console.log(filePath, found.messages[0].messageId, found.messages[0].line, /allowRequest/.test(fixed.output), fixed.messages.length);
};
const legacy = "const io = require('socket.io')(server, {\\n  origins: ['https://example.com:443'],\\n});\\n";
lint(legacy, 'server.js').then(() => parser && lint(typed, 'server.ts'));
`;

describe('the ESLint plugin as users get it', function () {
  this.timeout(240_000);

  for (const [eslint, ...more] of [
    ['eslint@8.57.1'],
    ['eslint@9.39.5', '@typescript-eslint/parser@8', 'typescript@5.9'],
    ['eslint@10'],
  ] as const) {
    describe(`with ${eslint}`, () => {
      let project: PackedProject;
      before(() => {
        project = installInProject(eslint, ...more);
      });
      after(() => project?.remove());

      const hasParser = more.length > 0;
      const printed = [
        'server.js origins 2 false 1\n',
        ...(hasParser ? ['server.ts origins 3 false 1\n'] : []),
      ].join('');
      const typed = `const typed = ${JSON.stringify(TYPED_SERVER)};`;
      // ESLint 8 has the class for flat config behind another door.
      const classOf = (module: string) =>
        eslint.startsWith('eslint@8')
          ? `const ESLint = ${module}.FlatESLint;`
          : `const { ESLint } = ${module};`;

      it('is required', () => {
        const text = `${classOf(`require('eslint${eslint.startsWith('eslint@8') ? '/use-at-your-own-risk' : ''}')`)}
          const socketIoCors = require('socket.io-cors-compat/eslint');
          const parser = ${hasParser ? "require('@typescript-eslint/parser')" : 'undefined'}; ${typed}`;
        writeFileSync(join(project.folder, 'lint.cjs'), text + LINT);
        expect(project.run(['lint.cjs'])).to.equal(printed);
      });

      it('is imported', () => {
        const text = `import eslintModule from 'eslint${eslint.startsWith('eslint@8') ? '/use-at-your-own-risk' : ''}';
          ${classOf('eslintModule')}
          import socketIoCors from 'socket.io-cors-compat/eslint';
          ${hasParser ? "import parser from '@typescript-eslint/parser';" : 'const parser = undefined;'} ${typed}`;
        writeFileSync(join(project.folder, 'lint.mjs'), text + LINT);
        expect(project.run(['lint.mjs'])).to.equal(printed);
      });

      if (!eslint.startsWith('eslint@8')) {
        it("has types that ESLint's own config takes", () => {
          const text = `
            import { defineConfig } from 'eslint/config';
            import socketIoCors from 'socket.io-cors-compat/eslint';
            export default defineConfig([
              socketIoCors.configs.recommended,
              { plugins: { 'socketio-cors': socketIoCors }, rules: { 'socketio-cors/no-legacy-cors': 'warn' } },
            ]);
            // @ts-expect-error there is no such rule
            socketIoCors.rules['no-such-rule'];`;
          for (const file of ['eslint.config.mts', 'eslint.config.cts']) {
            writeFileSync(join(project.folder, file), text);
            const options = [
              '--noEmit',
              '--strict',
              '--target',
              'es2021',
              '--module',
              'nodenext',
              '--skipLibCheck',
            ];
            const { stdout } = spawnSync(TSC, [...options, file], { cwd: project.folder, encoding: 'utf8' });
            expect(stdout, file).to.equal('');
          }
        });
      }
    });
  }
});
