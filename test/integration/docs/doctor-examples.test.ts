import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { compileFunction } from 'node:vm';
import { expect } from 'chai';
import type { DoctorReport } from '../../../src/doctor/run.js';
import { runDoctor } from '../../../src/doctor/run.js';
import { chapters } from '../../../src/messages/docs/index.js';

const require = createRequire(import.meta.url);
const PAGE = 'https://example.com';

const doctor = chapters.at(-1)?.codes ?? [];

describe('the doctor, asked about the examples of docs/codes.md,', () => {
  for (const { code, message, before, after } of doctor) {
    if (before === undefined || after === undefined) continue;

    it(`reports ${code} before, and lets nothing block the page after`, async () => {
      const found = (await diagnosesOf(before, code)).find((diagnosis) => diagnosis.code === code);
      expect(found?.code).to.equal(code);
      for (const line of message.split('\n').slice(1)) expect(found?.message).to.include(reasonOf(line));
      const left = (await diagnosesOf(after, code)).filter(({ severity }) => severity !== 'info');
      expect(left).to.deep.equal([]);
    });
  }
});

/** The part of a browser's text that names neither the server nor the page. */
const reasonOf = (text: string): string => /CORS policy: (.+)|(\(Reason: .+?\)\.)/.exec(text)?.[0] ?? text;

/** Starts the server of an example: v2 if it calls the module, v4 if it makes a `Server`. */
async function diagnosesOf(source: string, code: string): Promise<DoctorReport['diagnoses']> {
  const httpServer = createServer();
  const socketIo = Object.assign((...args: unknown[]) => require('socket.io-2.5')(...args), {
    Server: require('socket.io').Server,
  });
  compileFunction(source, ['require', 'httpServer'])(() => socketIo, httpServer);
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  try {
    const { stdout } = await runDoctor({
      url: `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`,
      origins: [PAGE],
      headers: /Preflight|InvalidAllow/.test(code) ? ['my-custom-header'] : [],
      credentials: code !== 'ANY_ORIGIN_ADMITTED',
      format: 'json',
    });
    return (JSON.parse(stdout) as DoctorReport).diagnoses;
  } finally {
    httpServer.close();
    httpServer.closeAllConnections();
  }
}
