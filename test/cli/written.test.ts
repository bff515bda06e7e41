import { expect } from 'chai';
import { doctorCommand } from '../../src/cli/doctor.js';
import { written } from '../../src/cli/written.js';
import { type Listening, v4 } from '../integration/doctor/servers.js';

describe('written', () => {
  let server: Listening;
  before(async () => {
    server = await v4({});
  });
  after(() => server?.close());

  it('writes what a command leaves behind, in colour on a terminal, and gives its exit code', async () => {
    for (const isTTY of [true, false]) {
      const out: string[] = [];
      const err: string[] = [];
      const terminal = {
        stdout: { isTTY, write: (text: string) => out.push(text) },
        stderr: { write: (text: string) => err.push(text) },
      };
      expect(
        await written(doctorCommand)([server.url, '--origin', 'https://example.com'], terminal),
      ).to.equal(1);
      expect(out.join('').includes('\x1b[')).to.equal(
        isTTY && !process.env.NO_COLOR && process.env.TERM !== 'dumb',
      );
      expect(err.join('')).to.equal('');
    }
  });
});
