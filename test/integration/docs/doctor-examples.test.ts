import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { compileFunction } from 'node:vm';
import { expect } from 'chai';
import type { DoctorReport } from '../../../src/doctor/report/json.js';
import { runDoctor } from '../../../src/doctor/run.js';
import { doctorDocs } from '../../../src/messages/docs/doctor.js';

const require = createRequire(import.meta.url);
const PAGE = 'https://example.com';

describe('the doctor, asked about the examples of docs/codes.md,', () => {
  for (const [code, { example, browsers }] of Object.entries(doctorDocs)) {
    if (example?.language !== 'js') continue;

    it(`reports ${code} before, and lets nothing block the page after`, async () => {
      const before = await diagnosesOf(example.before, code);
      const found = before.find((diagnosis) => diagnosis.code === code);
      expect(found?.code).to.equal(code);
      for (const text of [browsers?.chrome, browsers?.firefox])
        if (text !== undefined) expect(found?.message).to.include(reasonOf(text));
      const after = await diagnosesOf(example.after, code);
      expect(after.filter(({ severity }) => severity !== 'info')).to.deep.equal([]);
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
      headers: code.includes('Preflight') ? ['my-custom-header'] : [],
      credentials: code !== 'ANY_ORIGIN_ADMITTED',
      format: 'json',
    });
    return (JSON.parse(stdout) as DoctorReport).diagnoses;
  } finally {
    httpServer.close();
    httpServer.closeAllConnections();
  }
}
