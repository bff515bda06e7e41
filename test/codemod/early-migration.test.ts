import { expect } from 'chai';
import { EarlyMigration } from '../../src/codemod/project/early-migration.js';
import type { MigratedFile } from '../../src/codemod/project/migrate-file.js';

describe('EarlyMigration', () => {
  const asked: string[] = [];
  const migrate = async (path: string) => {
    asked.push(path);
    if (path === 'broken.js') throw new Error('cannot be read');
    return { code: path } as MigratedFile;
  };
  const codeOf = async (file: Promise<MigratedFile | undefined>) => (await file)?.code;
  const turns = async (count: number) => {
    for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
  };
  beforeEach(() => {
    asked.length = 0;
  });

  it('migrates what is found, while it is found, and has it when it is asked for', async () => {
    const early = new EarlyMigration();
    const working = early.work(migrate);
    await turns(1);
    early.add('a.js');
    await turns(1);
    expect(asked).to.deep.equal(['a.js']);
    early.add('b.js');
    early.add('c.js');
    await turns(4);
    early.end();
    const later = await working;
    expect(await codeOf(later('a.js'))).to.equal('a.js');
    expect(asked).to.deep.equal(['a.js', 'b.js', 'c.js']);
  });

  it('leaves what it has not come to for later', async () => {
    const early = new EarlyMigration();
    early.add('a.js');
    early.end();
    const later = await early.work(migrate);
    expect(asked).to.deep.equal([]);
    expect(await codeOf(later('a.js'))).to.equal('a.js');
  });

  it('goes on where a file fails, and tells whoever asks for it', async () => {
    const early = new EarlyMigration();
    const working = early.work(migrate);
    early.add('broken.js');
    early.add('a.js');
    await turns(3);
    early.end();
    const later = await working;
    expect(asked).to.deep.equal(['broken.js', 'a.js']);
    const error = await later('broken.js').catch((error: Error) => error);
    expect(error).to.be.an('error').with.property('message', 'cannot be read');
  });
});
