import { expect } from 'chai';
import { migrateSource } from '../../../src/codemod/index.js';

describe('ownCheck', () => {
  const typeAfter = (type: string, answer: string) => {
    const check = `(request: IncomingMessage, callback: (error: ${type}, allowed: boolean) => void) => ${answer}`;
    const code = `import io from 'socket.io';\nio(3000, { allowRequest: ${check} });\n`;
    return /error: (.*), allowed/.exec(migrateSource(code, { filename: 'server.ts' }).code)?.[1];
  };

  it('gives reasons that were numbers the type that v4 has', () => {
    expect(typeAfter('number | null', 'callback(4, false)')).to.equal('string | null');
    expect(typeAfter('number', 'callback(4, false)')).to.equal('string | null');
    expect(typeAfter('string | number | null', "callback('no', false)")).to.equal('string | null');
  });

  it('keeps other types', () => {
    expect(typeAfter('any', 'callback(4, false)')).to.equal('any');
    expect(typeAfter('string | null', "callback('no', false)")).to.equal('string | null');
  });
});
