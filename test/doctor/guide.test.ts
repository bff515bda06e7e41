import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { compileFunction } from 'node:vm';
import { expect } from 'chai';
import { catalogue, type DiagnosisCode } from '../../src/doctor/catalogue.js';
import { type Diagnosis, docsOf } from '../../src/doctor/diagnosis.js';
import type { DoctorReport } from '../../src/doctor/report-json.js';
import { runDoctor } from '../../src/doctor/run.js';
import { type Block, readGuide, sectionsUnder, slugOf } from '../migration-guide/read-guide.js';

const require = createRequire(import.meta.url);
const CODES = (Object.keys(catalogue) as DiagnosisCode[]).sort((one, other) =>
  docsOf(one) < docsOf(other) ? -1 : 1,
);
const TITLE = 'What the doctor says';
const SECTIONS = sectionsUnder(TITLE);

describe('the diagnoses in MIGRATION.md', () => {
  it('are those of the catalogue, in alphabetical order', () => {
    expect(SECTIONS.map(({ title }) => `MIGRATION.md#${slugOf(title)}`)).to.deep.equal(CODES.map(docsOf));
    expect(SECTIONS.map(({ lines }) => lines.find((text) => text !== ''))).to.deep.equal(
      CODES.map((code) => `\`${code}\` · ${catalogue[code].severity}`),
    );
  });

  it("begin with the three messages of the docs' troubleshooting chapter, which the doctor knows", async () => {
    const rows = troubleshooting();
    expect(rows).to.have.length(3);
    for (const { reason, code } of rows) {
      const [before] = SECTIONS[CODES.indexOf(code)]?.blocks ?? [];
      const found = await diagnosesOf(before as Block, code);
      expect(found.find((diagnosis) => diagnosis.code === code)?.message).to.include(reason);
    }
  });

  for (const [index, { blocks }] of SECTIONS.entries()) {
    const code = CODES[index] as DiagnosisCode;
    for (const block of blocks) {
      it(`show a server that ${block.label === 'After' ? 'the doctor has nothing to say of' : `has ${code}`}`, async () => {
        const found = await codesOf(block, code);
        if (block.label === 'Before') expect(found).to.include(code);
        else expect(found.filter((one) => one !== 'EIO3_NOT_SPOKEN')).to.deep.equal([]);
      });
    }
  }
});

/** The first diagnosis that the guide names for each message of the docs' troubleshooting chapter. */
function troubleshooting(): { reason: string; code: DiagnosisCode }[] {
  const lines = readGuide().find(({ title }) => title === TITLE)?.lines ?? [];
  return lines.flatMap((line) => {
    const [, reason = '', anchor] = /^\| `(Reason: .+?)` \|[^|]*?\]\(#([^)]+)\)/.exec(line) ?? [];
    const code = CODES.find((one) => docsOf(one) === `MIGRATION.md#${anchor}`);
    return code === undefined ? [] : [{ reason, code }];
  });
}

async function codesOf(block: Block, code: DiagnosisCode): Promise<string[]> {
  return (await diagnosesOf(block, code)).map((diagnosis) => diagnosis.code);
}

async function diagnosesOf(
  { code: source, line }: Block,
  code: DiagnosisCode,
): Promise<readonly Diagnosis[]> {
  const httpServer = createServer();
  const socketIo = Object.assign((...args: unknown[]) => require('socket.io-2.5')(...args), {
    Server: require('socket.io').Server,
  });
  compileFunction(source, ['require', 'httpServer'], { filename: 'MIGRATION.md', lineOffset: line })(
    () => socketIo,
    httpServer,
  );
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  try {
    const { stdout } = await runDoctor({
      url: `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`,
      origins: ['https://example.com'],
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
