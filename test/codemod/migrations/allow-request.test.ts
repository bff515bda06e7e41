import { expect } from 'chai';
import { migrateSource } from '../../../src/codemod/index.js';

describe('ownCheck', () => {
  const isWrapped = (type: string, answer: string) => {
    const check = `(request: IncomingMessage, callback: (error: ${type}, allowed: boolean) => void) => ${answer}`;
    const code = `import io from 'socket.io';\nio(3000, { allowRequest: ${check} });\n`;
    return migrateSource(code, { filename: 'server.ts' }).code.includes('typeof error');
  };

  it('only passes strings on from a function whose reasons are, or may be, something else', () => {
    expect(isWrapped('any', 'callback(4, false)')).to.equal(true);
    expect(isWrapped('any', 'callback(reason, false)')).to.equal(true);
    expect(isWrapped('number | null', 'callback(null, false)')).to.equal(true);
  });

  it('leaves a function as it is if its reasons are strings', () => {
    expect(isWrapped('string | null', "callback('no', false)")).to.equal(false);
    expect(isWrapped('any', 'callback(null, false)')).to.equal(false);
  });
});
