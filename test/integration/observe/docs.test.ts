import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { type Observation, observe } from '../../../src/observe/index.js';
import { ask } from './ask.js';
import { close, construct, type Io, portOf } from './servers.js';

const GUIDE = new URL('../../../docs/observe.md', import.meta.url);
const programs = [...readFileSync(GUIDE, 'utf8').matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(
  ([, code]) => code as string,
);
const require = createRequire(import.meta.url);

describe('the programs of docs/observe.md', () => {
  it('are found', () => {
    expect(programs).to.have.length(4);
  });

  for (const [number, code] of programs.entries()) {
    it(`observe a server: number ${number + 1}`, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'guide-'));
      const httpServer = createServer();
      const modules: Record<string, unknown> = {
        'socket.io': require('socket.io-2.5'),
        'socket.io-cors-compat/observe': { observe },
        '@opentelemetry/api': require('@opentelemetry/api'),
      };
      const warned: unknown[] = [];
      const context: Record<string, unknown> = {
        httpServer,
        require: (name: string) => modules[name],
        observe,
        console: { warn: (text: unknown) => warned.push(text) },
        ...(code.includes('const io')
          ? {}
          : {
              io: construct(code.includes('settings:') ? '4.8.4' : '2.5.1')(httpServer, {
                serveClient: false,
              }),
            }),
      };
      const inFolder = code.replace("'handshakes.json'", JSON.stringify(join(folder, 'handshakes.json')));
      const { io, observation } = runInNewContext(
        `(() => { ${inFolder}; return { io, observation }; })()`,
        context,
      ) as {
        io: Io;
        observation: Observation;
      };
      try {
        await ask(await portOf(io), {
          transport: 'polling',
          eio: 4,
          headers: { Origin: 'https://evil.example' },
        });
        expect(observation.stop().handshakes).to.equal(1);
        expect(warned).to.have.length(code.includes('onDifference') ? 1 : 0);
      } finally {
        await close(io);
        rmSync(folder, { recursive: true });
      }
    });
  }
});
