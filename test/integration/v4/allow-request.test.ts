import { createServer } from 'node:http';
import { expect } from 'chai';
import { Server } from 'socket.io';
import { type LegacyCorsSettings, translateCors } from '../../../src/index.js';
import { ask } from '../parity/ask.js';
import { type Engine, loadLegacy } from '../parity/releases.js';
import { type RunningServer, run } from '../parity/servers.js';

type Decide = (error: unknown, success: boolean) => void;

/** Allows one client at a time. */
function allowRequest(this: { clientsCount: number }, _request: unknown, callback: Decide): void {
  callback(null, this.clientsCount === 0);
}

const settings = { allowRequest } as unknown as LegacyCorsSettings;

/** Whether the first and the second client are allowed. */
async function twoClients(server: RunningServer, eio: 3 | 4): Promise<boolean[]> {
  const question = { kind: 'polling', origin: 'https://example.com', eio } as const;
  const answers = [await ask(server, question), await ask(server, question)];
  await server.close();
  return answers.map(({ admitted }) => admitted);
}

/** Starts v4 with translated settings. */
function startTranslated(isTold: boolean): { codes: string[]; server: Promise<RunningServer> } {
  const httpServer = createServer();
  let io: Server;
  const { options, warnings } = translateCors(settings, isTold ? { engine: () => io.engine } : {});
  io = new Server(httpServer, options);
  return {
    codes: warnings.map(({ code }) => code),
    server: run(httpServer, io.engine as unknown as Engine),
  };
}

describe("`this` of the app's own allowRequest", () => {
  it('was the Engine.IO server on v2', async () => {
    const httpServer = createServer();
    const io = new (loadLegacy('2.5'))(httpServer, { allowRequest });
    expect(await twoClients(await run(httpServer, io.eio), 3)).to.deep.equal([true, false]);
  });

  it('is it on v4 if the translation is given engine', async () => {
    const { codes, server } = startTranslated(true);
    expect(codes).not.to.include('ALLOW_REQUEST_USES_THIS');
    expect(await twoClients(await server, 4)).to.deep.equal([true, false]);
  });

  it('is another object without the engine, and a warning says so', async () => {
    const { codes, server } = startTranslated(false);
    expect(codes).to.include('ALLOW_REQUEST_USES_THIS');
    expect(await twoClients(await server, 4)).to.deep.equal([false, false]);
  });
});
