import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type IncomingHttpHeaders, request } from 'node:http';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Program } from './program.js';

const LOOPBACK = join(import.meta.dirname, 'loopback.cjs');

/** The environment variables that programs read their settings from. */
const SETTINGS = {
  NODE_ENV: 'production',
  TEST_LIST: 'https://example.com:443,http://localhost:3000',
  TEST_STRING: 'https://example.com:443 http://localhost:3000',
  TEST_ORIGIN: 'https://example.com:443',
  TEST_HOST: 'example.com',
};

const ORIGINS = [
  ...['https://example.com', 'http://example.com', 'https://example.com:8443', 'https://later.example'],
  ...['https://evil.example', 'https://example.com.evil.example', 'https://ample.com', 'null'],
  ...['http://localhost:3000', 'http://localhost', 'http://calhost:3000'],
];
const REFERERS = ['https://example.com/page?x=1', 'https://evil.example/?https://example.com:443'];

/** The headers of the handshakes. */
const CALLERS: readonly Record<string, string>[] = [
  {},
  ...ORIGINS.map((origin) => ({ origin })),
  ...REFERERS.map((referer) => ({ referer })),
];

/** The result of a program: the handshakes that it allowed, by port, transport and headers, or how it ended. */
export interface Outcome {
  readonly allowed: ReadonlyMap<string, boolean>;
  readonly failure?: string;
}

/** Runs a program in its folder, sends it handshakes, and ends it. */
export async function runProgram(program: Program, folder: string, protocol: 3 | 4): Promise<Outcome> {
  const ports = await freePorts(program.ports);
  const [PORT, PORT2 = PORT] = ports.map(String);
  const loaders = program.main.endsWith('.ts') ? ['--import', 'tsx'] : [];
  const child = spawn(process.execPath, ['--require', LOOPBACK, ...loaders, program.main], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...SETTINGS, PORT, PORT2 },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (data: Buffer) => {
    errors += String(data);
  });
  try {
    const isUp = await waitFor(child, ports);
    if (isUp) await delay(program.wait);
    const allowed = isUp ? await askAll(ports, program, protocol) : new Map<string, boolean>();
    // If a request ends the program, it exits a moment after the request.
    if (isUp) await Promise.race([delay(100), once(child, 'exit')]);
    if (isUp && child.exitCode === null) return { allowed };
    return { allowed, failure: errors.slice(-600) || 'it does not listen' };
  } finally {
    if (child.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit');
  }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

/** @returns false if the program ends, or does not listen within 15 seconds */
async function waitFor(child: ChildProcess, ports: readonly number[]): Promise<boolean> {
  for (let round = 0; round < 600 && child.exitCode === null; round++) {
    if ((await Promise.all(ports.map(listens))).every(Boolean)) return true;
    await delay(25);
  }
  return false;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

async function askAll(
  ports: readonly number[],
  { path, isModern }: Program,
  protocol: 3 | 4,
): Promise<Map<string, boolean>> {
  const allowed = new Map<string, boolean>();
  for (const [index, port] of ports.entries()) {
    for (const transport of ['polling', 'websocket']) {
      await Promise.all(
        CALLERS.map(async (headers) => {
          const target = `${path}/?EIO=${protocol}&transport=${transport}`;
          const { isAllowed, reader } = await ask(port, target, transport === 'websocket', headers);
          const caller = `${index} ${transport} ${JSON.stringify(headers)}`;
          allowed.set(caller, isAllowed);
          // Clients of v2 send cookies by themselves, so the page must be allowed to read with them.
          const { origin } = headers;
          const readers = isModern
            ? [`${origin}`, `${origin} with cookies`, '*']
            : [`${origin} with cookies`];
          if (transport === 'polling' && origin !== undefined)
            allowed.set(`${caller} reads`, isAllowed && readers.includes(reader));
        }),
      );
    }
  }
  return allowed;
}

const UPGRADE = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
};

interface Answer {
  readonly isAllowed: boolean;
  /** The page that may read the response. */
  readonly reader: string;
}

/** Sends a handshake. One that gets no answer counts as refused. */
function ask(
  port: number,
  path: string,
  isUpgrade: boolean,
  headers: Record<string, string>,
): Promise<Answer> {
  return new Promise((resolve) => {
    const asked = request({
      ...{ host: '127.0.0.1', port, path, agent: false, timeout: 5000 },
      headers: { ...headers, ...(isUpgrade ? UPGRADE : {}) },
    });
    const answer = (isAllowed: boolean, { headers: sent }: { headers?: IncomingHttpHeaders } = {}) => {
      asked.destroy();
      const cookies = sent?.['access-control-allow-credentials'] === 'true' ? ' with cookies' : '';
      resolve({ isAllowed, reader: `${sent?.['access-control-allow-origin']}${cookies}` });
    };
    asked.on('upgrade', (response) => answer(true, response));
    asked.on('response', (response) => answer(!isUpgrade && response.statusCode === 200, response));
    asked.on('timeout', () => answer(false));
    asked.on('error', () => answer(false));
    asked.end();
  });
}
