import { expect } from 'chai';
import { migrateSource } from '../../../src/codemod/index.js';

const TODO = '// TODO(socketio-cors) OPTIONS_NOT_READABLE: The options of this server cannot be read here.\n';
const GUARDED = "const io = require('socket.io')(server, { origins: ['https://a.example:443'] });\n";

/** Statements that a migration changes, if no comment is above them. */
const STATEMENTS: Readonly<Record<string, string>> = {
  'a server': GUARDED,
  'a call of origins()': "io.origins(['https://b.example:443']);\n",
  'a client': "require('socket.io-client')('/', { transportOptions: { polling: { extraHeaders } } });\n",
  'a global type': 'let chat: SocketIO.Server;\n',
  'a declaration that is used no longer':
    "const headers = { 'Access-Control-Allow-Origin': '*' };\nrequire('socket.io')(other, { handlePreflightRequest: (req, res) => { res.writeHead(200, headers); res.end(); } });\n",
};

describe('the statement under a TODO comment', () => {
  for (const [name, code] of Object.entries(STATEMENTS)) {
    const statement = code.slice(0, code.indexOf('\n') + 1);
    const before = name === 'a server' ? '' : `${GUARDED}\n`;

    it(`is never edited: ${name}`, () => {
      const frozen = migrateSource(before + TODO + code, { filename: 'server.ts' });
      expect(frozen.code).to.include(TODO + statement);
      expect(frozen.findings.map(({ action }) => action)).to.include('manual');
    });

    it(`is migrated without the comment: ${name}`, () => {
      expect(migrateSource(before + code, { filename: 'server.ts' }).code).not.to.include(statement);
    });
  }
});
