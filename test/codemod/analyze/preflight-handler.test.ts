import { expect } from 'chai';
import { migrateSource } from '../../../src/codemod/index.js';

/** The codes about a preflight handler with a body. */
function codes(body: string): string[] {
  const handler = `handlePreflightRequest(req, res) { ${body} }`;
  const code = `require('socket.io')(server, { origins: '*:*', ${handler} });`;
  const { findings } = migrateSource(code, { filename: 'server.js' });
  return findings.filter(({ subject }) => subject === 'handlePreflightRequest').map(({ code }) => code);
}

describe('a preflight handler whose values v4 does not need', () => {
  for (const body of [
    'res.end(audit(req));',
    "res.end('a' + audit(req));",
    "res.end('ok', () => audit(req));",
    'res.write(audit(req)); res.end();',
    "res.writeHead(200, { 'X-Audit': audit(req) }); res.end();",
    "res.setHeader('X-Audit', audit(req)); res.setHeader('X-Audit', 'no'); res.end();",
    'console.log(audit(req)); res.end();',
    'res.end(JSON.stringify(audit(req)));',
    'res.end(req.seen = 1);',
  ])
    it(`is not migrated if they run other code: ${body}`, () => {
      expect(codes(body)).to.deep.equal(['PREFLIGHT_HANDLER_NOT_MIGRATED']);
    });

  for (const body of [
    'res.end(JSON.stringify({ ok: true }));',
    "res.setHeader('Date', new Date().toUTCString()); res.end(String(1));",
    "res.writeHead(200, { 'Content-Length': Buffer.byteLength('ok') }); res.end('ok');",
  ])
    it(`is migrated if they only make a text: ${body}`, () => {
      expect(codes(body)).not.to.include('PREFLIGHT_HANDLER_NOT_MIGRATED');
    });
});
