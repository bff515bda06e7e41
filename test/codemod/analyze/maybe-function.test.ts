import { expect } from 'chai';
import { migrateSource } from '../../../src/codemod/index.js';

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
  ])
    it(`takes it for a list: ${code}`, () => {
      expect(codeFor(code)).to.not.match(/typeof \w+ === 'function'/);
    });
});
