import { expect } from 'chai';
import { migrateSource } from '../../../src/codemod/index.js';
import { surveySource } from '../../../src/codemod/survey.js';

describe('mayBeFunction', () => {
  const codeFor = (code: string) =>
    migrateSource(`const io = require('socket.io')(3000);\n${code}\n`, { filename: 'server.js' }).code;

  for (const code of [
    "io.origins(require('./origin'));",
    "io.origins(require('./lib/cors.js'));",
    "const { origin } = require('./config'); io.origins(origin);",
  ])
    it(`asks at run time: ${code}`, () => {
      expect(codeFor(code)).to.match(/typeof \w+ === 'function'/);
    });

  for (const code of [
    "io.origins(require('./origins'));",
    "const { clientOrigin } = require('./config'); io.origins(clientOrigin);",
    "const { TEST_ORIGINS } = require('./config'); io.origins(TEST_ORIGINS);",
    'io.origins(process.env.TEST_ORIGINS || config.origins);',
  ])
    it(`takes it for a list: ${code}`, () => {
      expect(codeFor(code)).to.not.match(/typeof \w+ === 'function'/);
    });

  const optionFor = (other: string) =>
    migrateSource("const { origins } = require('./config'); require('socket.io')(3000, { origins });", {
      filename: 'server.js',
      others: [surveySource(other, 'config.js')].flatMap((survey) => survey ?? []),
    }).code;

  for (const other of [
    'exports.origins = (host, callback) => callback(null, hosts.has(host));',
    "exports.origins = process.env.OPEN ? '*:*' : (host, callback) => callback(null, hosts.has(host));",
    'module.exports = { socket: { origins(host, callback) { callback(null, hosts.has(host)); } } };',
    'module.exports = (hosts) => (origin, callback) => callback(null, hosts.includes(origin));',
    "start(server, function (origin, callback) { callback(null, origin === 'https://example.com'); });",
  ])
    it(`asks at run time, because of another file: ${other}`, () => {
      expect(optionFor(other)).to.match(/typeof \w+ === 'function'/);
    });

  for (const other of [
    "exports.origins = ['https://example.com:443'];",
    'exports.find = (id, callback) => callback(null, users[id]);',
    'exports.spy = (original, callback) => (...args) => callback(original(...args));',
    'app.use(cors({ origin: (origin, callback) => callback(null, hosts.has(origin)) }));',
  ])
    it(`takes it for a list beside another file: ${other}`, () => {
      expect(optionFor(other)).to.not.match(/typeof \w+ === 'function'/);
    });
});
