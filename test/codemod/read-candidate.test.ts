import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { SOCKETS } from '../../src/codemod/detect/may-concern-socket-io.js';
import { readCandidate } from '../../src/codemod/project/read-candidate.js';
import { type Sandbox, sandbox } from './cli.js';

describe('readCandidate', () => {
  let box: Sandbox;
  const candidate = (content: string) => {
    box.write({ 'a.js': content });
    return readCandidate(join(box.path, 'a.js'))?.bytes.toString();
  };
  beforeEach(() => {
    box = sandbox();
  });
  afterEach(() => box.remove());

  for (const word of [...SOCKETS, 'origins', 'handlePreflightRequest', 'checkRequest', 'allowRequest']) {
    it(`keeps a file with the word ${word}`, () => {
      expect(candidate(`before ${word} after`)).to.equal(`before ${word} after`);
    });
  }

  it('leaves files with other words alone', () => {
    expect(candidate("const plugins = [bracket('WebSocket'), isPreflight, 'origin'];")).to.equal(undefined);
  });

  it('reads files of every length to their end', () => {
    for (const length of [0, (1 << 18) - 7, 1 << 18, (1 << 18) + 1, 3 << 20]) {
      const content = `${'x'.repeat(length)}origins`;
      expect(candidate(content) === content, String(length)).to.equal(true);
    }
  });

  it('passes over what is larger than people write, however large', () => {
    expect(candidate(`${'x\n'.repeat(2_400_000)}origins`)?.length).to.equal(4_800_007);
    expect(candidate(`${'x\n'.repeat(2_600_000)}origins`)).to.equal(undefined);
    box.write({ 'video.ts': 'origins' });
    truncateSync(join(box.path, 'video.ts'), 2 ** 33);
    expect(readCandidate(join(box.path, 'video.ts'))).to.equal(undefined);
  });
});
