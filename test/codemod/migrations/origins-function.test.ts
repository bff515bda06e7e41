import { expect } from 'chai';
import { migrateSource } from '../../../src/codemod/index.js';

describe('the migration of an origins function', () => {
  const remedyOf = (body: string) =>
    migrateSource(`require('socket.io')(3000, { origins: (origin, callback) => ${body} });`, {
      filename: 'server.js',
    }).findings.find(({ code }) => code === 'REFUSAL_IS_READABLE')?.remedy;

  it('warns of secrets in the message of a refusal only if the migrated code still sends it', () => {
    const kept = remedyOf("callback('not listed', false)");
    const lost = remedyOf("find(origin, (found) => callback('not listed', found))");
    expect(kept).to.be.a('string').that.does.not.include('allowRequest');
    expect(lost).to.include('allowRequest');
  });
});
