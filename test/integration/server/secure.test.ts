import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createSecureServer } from 'node:http2';
import { createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type CompatServerOptions, Server } from '../../../src/server/index.js';

const GOOD = 'https://example.com';
const FOREIGN = 'https://evil.example';
const PATH = '/socket.io/?EIO=4&transport=polling';
const corsCompat = { onWarning: () => undefined };

/** A list, a function that answers later, and an own check of the app: all refuse FOREIGN. */
const SETTINGS: Readonly<Record<string, CompatServerOptions>> = {
  'a list': { origins: [`${GOOD}:443`] },
  'a function': { origins: (origin, callback) => void setImmediate(callback, null, origin === GOOD) },
  allowRequest: { allowRequest: ({ headers }, callback) => callback(null, headers.origin === GOOD) },
};

describe('servers that encrypt', () => {
  let keys: { key: Buffer; cert: Buffer };
  before(() => {
    const folder = mkdtempSync(join(tmpdir(), 'keys-'));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=localhost'];
    execFileSync('openssl', [...args, '-keyout', key, '-out', cert], { stdio: 'ignore' });
    keys = { key: readFileSync(key), cert: readFileSync(cert) };
    rmSync(folder, { recursive: true });
  });

  const listen = async (
    httpServer: ReturnType<typeof createServer> | ReturnType<typeof createSecureServer>,
  ) => {
    await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
    return (httpServer.address() as AddressInfo).port;
  };

  const overHttp1 = (port: number, origin: string, method = 'GET') =>
    new Promise<number>((resolve, reject) => {
      const options = {
        port,
        path: PATH,
        method,
        headers: { origin },
        rejectUnauthorized: false,
        agent: false,
      };
      request(options, (response) => {
        response.resume().on('end', () => resolve(response.statusCode ?? 0));
      })
        .on('error', reject)
        .end();
    });

  const overHttp2 = (port: number, origin: string, method = 'GET') =>
    new Promise<number>((resolve, reject) => {
      const session = connect(`https://127.0.0.1:${port}`, { rejectUnauthorized: false });
      session.on('error', reject);
      const stream = session.request({ ':path': PATH, ':method': method, origin });
      let status = 0;
      stream.on('response', (headers) => {
        status = headers[':status'] ?? 0;
      });
      stream.on('error', reject).on('end', () => {
        session.close();
        resolve(status);
      });
      stream.resume().end();
    });

  for (const [desc, settings] of Object.entries(SETTINGS)) {
    it(`let in and refuse over HTTPS by ${desc}`, async () => {
      const httpServer = createServer(keys);
      const io = Server(httpServer, { ...settings, serveClient: false, corsCompat });
      const port = await listen(httpServer);
      const statuses = [await overHttp1(port, GOOD), await overHttp1(port, FOREIGN)];
      await io.close();
      expect(statuses).to.deep.equal([200, 403]);
    });

    it(`let in and refuse over HTTP/2 and HTTP/1.1 alike by ${desc}`, async () => {
      const httpServer = createSecureServer({ ...keys, allowHTTP1: true });
      const io = Server(httpServer, {
        ...settings,
        serveClient: false,
        corsCompat,
        handlePreflightRequest: (_req, res) => void res.writeHead(204).end(),
      });
      const port = await listen(httpServer);
      const statuses = [];
      for (const ask of [overHttp1, overHttp2]) {
        statuses.push([await ask(port, GOOD), await ask(port, FOREIGN), await ask(port, GOOD, 'OPTIONS')]);
      }
      await io.close();
      expect(statuses).to.deep.equal([
        [200, 403, 204],
        [200, 403, 204],
      ]);
    });
  }
});
