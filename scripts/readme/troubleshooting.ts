import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type ServerOptions } from 'socket.io';
import type { Diagnosis } from '../../src/doctor/diagnosis.js';
import type { DoctorReport } from '../../src/doctor/report/json.js';
import { runDoctor } from '../../src/doctor/run.js';

/** A server that makes a browser print one of the three messages of the docs' troubleshooting chapter. */
interface Trouble {
  readonly reason: string;
  readonly server: string;
  readonly cors: ServerOptions['cors'];
}

const TROUBLES: readonly Trouble[] = [
  {
    reason: 'CORS header ‘Access-Control-Allow-Origin’ missing',
    server: 'v4 without `cors`',
    cors: undefined,
  },
  {
    reason: 'Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’',
    server: "v4 with `cors: { origin: '*' }`, and a client with `withCredentials: true`",
    cors: { origin: '*' },
  },
  {
    reason: 'expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’',
    server: "v4 with `cors: { origin: ['https://example.com'] }`, and a client with `withCredentials: true`",
    cors: { origin: ['https://example.com'] },
  },
];

/** The docs' three messages, each with the doctor's answer about a real server that makes it. */
export async function troubleshooting(): Promise<string> {
  const sections: string[] = [];
  for (const trouble of TROUBLES) {
    const { code, message, remedy, docs } = await diagnosisOf(trouble);
    const [seen = ''] = message.split('\n');
    sections.push(
      `\`Reason: ${trouble.reason}\`, on ${trouble.server}. The doctor:`,
      ['```text', code, seen, `Fix: ${remedy}`, docs, '```'].join('\n'),
    );
  }
  return sections.join('\n\n');
}

/** The diagnosis that says the browser's own words. */
async function diagnosisOf({ reason, cors }: Trouble): Promise<Diagnosis> {
  const httpServer = createServer(notFound);
  new Server(httpServer, cors === undefined ? {} : { cors });
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`;
  try {
    const { stdout } = await runDoctor({ url, origins: ['https://example.com'], format: 'json' });
    const text = stdout.replaceAll(url, 'https://api.example.com');
    const found = (JSON.parse(text) as DoctorReport).diagnoses.find(({ message }) =>
      message.includes(reason),
    );
    if (found === undefined) throw new Error(`The doctor does not know "${reason}".`);
    return found;
  } finally {
    httpServer.close();
    httpServer.closeAllConnections();
  }
}

const notFound: RequestListener = (_request, response) => response.writeHead(404).end();
