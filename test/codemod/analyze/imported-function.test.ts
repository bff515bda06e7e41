import { expect } from 'chai';
import { migrateSource } from '../../../src/codemod/index.js';

const LIST = "origins: ['https://example.com:443']";

/** Migrates a server whose file loads another one. */
function migrate(load: string, options: string, other: string) {
  const code = `${load}\nrequire('socket.io')(3000, { ${options} });\n`;
  return migrateSource(code, {
    filename: 'server.ts',
    load: (name) => (name === './other' ? { path: 'other.ts', code: other } : undefined),
  });
}

const codesIn = (load: string, options: string, other: string) =>
  migrate(load, options, other).findings.filter(({ action }) => action === 'manual');

const CHECKED = 'exports.check = (request, callback) => callback(null, true);';
const TAKEN = "const { check } = require('./other');";
const IMPORTED = "import { check } from './other';";

describe('importedFunction', () => {
  for (const [load, other] of [
    [IMPORTED, 'export const check = (request, callback) => callback(null, true);'],
    [IMPORTED, 'export function check(request, callback) { callback(null, true); }'],
    [IMPORTED, 'const own = (request, callback) => callback(null, true); export { own as check };'],
    [
      "import { own as check } from './other';",
      'export const own = (request, callback) => callback(null, true);',
    ],
    [
      "import check from './other';",
      'export default function check(request, callback) { callback(null, true); }',
    ],
    ["import check from './other';", 'export default (request, callback) => callback(null, true);'],
    [TAKEN, 'exports.check = (request, callback) => callback(null, true);'],
    [TAKEN, 'module.exports.check = function (request, callback) { callback(null, true); };'],
    [TAKEN, 'module.exports = { check(request, callback) { callback(null, true); }, other: 1 };'],
    [TAKEN, 'function check(request, callback) { callback(null, true); } module.exports = { check };'],
    [
      "const check = require('./other').check;",
      'exports.check = (request, callback) => callback(null, true);',
    ],
    [
      "const first = require('./first'), check = require('./other');",
      'module.exports = (request, callback) => callback(null, true);',
    ],
    ["const check = require('./other');", 'module.exports = (request, callback) => callback(null, true);'],
    ["import check from './other';", 'module.exports = (request, callback) => callback(null, true);'],
    [
      "const check = require('./other').default;",
      'exports.default = (request, callback) => callback(null, true);',
    ],
  ] as const)
    it(`keeps an allowRequest beside origins: ${load} ${other}`, () => {
      expect(codesIn(load, `${LIST}, allowRequest: check`, other)).to.deep.equal([]);
    });

  for (const [load, other] of [
    [IMPORTED, 'export let check; export const start = () => { check = undefined; };'],
    [
      IMPORTED,
      'export const check = process.env.OPEN ? undefined : (request, callback) => callback(null, true);',
    ],
    [IMPORTED, "export { check } from './third';"],
    [IMPORTED, "export * from './third';"],
    [IMPORTED, "import './server'; export const check = (request, callback) => callback(null, true);"],
    ["import { missing as check } from './other';", 'export const check = () => {};'],
    [TAKEN, 'if (process.env.CHECK) exports.check = (request, callback) => callback(null, true);'],
    [TAKEN, 'exports.check = (request, callback) => callback(null, true); exports.check = undefined;'],
    [TAKEN, 'module.exports = { check: (request, callback) => callback(null, true), ...others };'],
    ["let { check } = require('./other'); check = other;", 'exports.check = () => {};'],
    [TAKEN, 'module.exports = (request, callback) => callback(null, true);'],
    [
      "const check = require('./other').default;",
      'module.exports = (request, callback) => callback(null, true);',
    ],
    [
      "const { default: check } = require('./other');",
      'module.exports = (request, callback) => callback(null, true);',
    ],
    [TAKEN, `${CHECKED} if (process.env.OPEN) delete exports.check;`],
    [TAKEN, `${CHECKED} Object.assign(exports, others);`],
    [TAKEN, `require(path.join(__dirname, 'server')); ${CHECKED}`],
    [TAKEN, `if (process.env.OPEN) return; ${CHECKED}`],
    ["if (process.env.CHECK) { var { check } = require('./other'); }", CHECKED],
    ["const { check } = require('./else');", 'exports.check = (request, callback) => callback(null, true);'],
  ] as const)
    it(`leaves an allowRequest that may be undefined: ${load} ${other}`, () => {
      const found = codesIn(load, `${LIST}, allowRequest: check`, other);
      expect(found.map(({ code }) => code)).to.deep.equal(['ORIGINS_NOT_MIGRATED']);
    });

  it('sees that the default export of another file reads the engine as this', () => {
    const other = 'export default function (request, callback) { callback(null, this.clientsCount < 9); }';
    const [finding] = codesIn("import check from './other';", 'allowRequest: check', other);
    expect(finding).to.include({ code: 'ORIGINS_NOT_MIGRATED', action: 'manual' });
  });

  it('leaves an allowRequest that is imported below the server', () => {
    const code = `require('socket.io')(3000, { ${LIST}, allowRequest: check });\nvar { check } = require('./other');\n`;
    const load = () => ({ path: 'other.js', code: CHECKED });
    const { findings } = migrateSource(code, { filename: 'server.js', load });
    expect(findings.map(({ code }) => code)).to.include('ORIGINS_NOT_MIGRATED');
  });

  for (const options of [LIST, "cors: { origin: 'https://example.com' }"])
    it(`keeps an allowRequest in the next run: ${options}`, () => {
      const load = () => ({ path: 'other.js', code: CHECKED });
      const run = (code: string) => migrateSource(code, { filename: 'server.js', load });
      const first = run(`${TAKEN}\nrequire('socket.io')(3000, { ${options}, allowRequest: check });\n`);
      expect(run(first.code)).to.include({ changed: false });
      expect(run(first.code).findings.filter(({ action }) => action === 'manual')).to.deep.equal([]);
    });

  it('reports a reason of an imported allowRequest where it is used', () => {
    const other = 'export const check = (request, callback) => callback(4, false);';
    const [finding, ...others] = migrate(
      IMPORTED,
      "cors: { origin: 'https://example.com' }, allowRequest: check as any",
      other,
    ).findings.filter(({ action }) => action === 'manual');
    expect(finding).to.include({ code: 'ALLOW_REQUEST_REASON_NOT_STRING', line: 2 });
    expect(others).to.deep.equal([]);
  });

  it('reads what a preflight handler answers', () => {
    const other = (origin: string) =>
      `export const answer = (req, res) => { res.writeHead(200, { 'Access-Control-Allow-Origin': ${origin}, 'Access-Control-Allow-Headers': 'x-a' }); res.end(); };`;
    const run = (origin: string) =>
      migrate("import { answer } from './other';", 'handlePreflightRequest: answer', other(origin));
    expect(run("'https://example.com'").code)
      .to.include("'https://example.com'")
      .and.include("allowedHeaders: ['x-a']")
      .and.not.include('handlePreflightRequest');
    // The name is one of the other file.
    for (const origin of ['allowed', 'pick(req)']) {
      const [found] = run(origin).findings.filter(({ action }) => action === 'manual');
      expect(found).to.include({ code: 'PREFLIGHT_HANDLER_NOT_MIGRATED', line: 2 });
    }
  });

  it('leaves a preflight handler that does more than answer, and names the option', () => {
    const other = 'exports.answer = (req, res) => {\n\n\n  log(req);\n  res.end();\n};';
    const [found] = codesIn(
      "const { answer } = require('./other');",
      'handlePreflightRequest: answer',
      other,
    );
    expect(found).to.include({ code: 'PREFLIGHT_HANDLER_NOT_MIGRATED', line: 2, column: 54 });
  });

  it('calls a function that reads `this` on the engine, and passes only strings on', () => {
    const other = 'exports.check = function (request, callback) { callback(4, this.clientsCount < 9); };';
    const { code, findings } = migrateSource(
      `${TAKEN}\nconst io = require('socket.io')(3000, { ${LIST}, allowRequest: check });\n`,
      { filename: 'server.js', load: () => ({ path: 'other.js', code: other }) },
    );
    expect(findings.filter(({ action }) => action === 'manual')).to.deep.equal([]);
    expect(code).to.include('check.call(io.engine, request,').and.include("typeof error === 'string'");
  });
});

describe('importedObject', () => {
  const codesOf = (server: string, code: string) =>
    migrateSource(server, {
      filename: 'server.ts',
      from: '4.8.4',
      load: (name) => (name === './other' ? { path: 'other.ts', code } : undefined),
    }).findings.map((finding) => finding.code);

  for (const [server, other] of [
    ["require('socket.io')(3000, require('./other'));", `module.exports = { ${LIST} };`],
    [
      "const conf = require('./other'); require('socket.io')(3000, conf.chat);",
      `exports.chat = { ${LIST} };`,
    ],
    [
      "import { Server } from 'socket.io'; import { chat } from './other'; new Server(3000, chat);",
      `export const chat = { ${LIST} };`,
    ],
    [
      "import { WebSocketGateway } from '@nestjs/websockets'; import chat from './other'; @WebSocketGateway(chat) class Chat {}",
      `const chat = { ${LIST} }; export default chat;`,
    ],
  ] as const)
    it(`finds origins that v4 ignores: ${server} ${other}`, () => {
      expect(codesOf(server, other)).to.deep.equal(['OPTIONS_NOT_READABLE']);
    });

  it('finds nothing in options for v4, whatever else their file exports', () => {
    const other = `module.exports = { ${LIST}, chat: { cors: { origin: 'https://example.com' } } };`;
    expect(codesOf("require('socket.io')(3000, require('./other').chat);", other)).to.deep.equal([]);
  });
});
