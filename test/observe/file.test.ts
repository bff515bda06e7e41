import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ObserveFileError, TotalsFile } from '../../src/observe/file.js';
import { stored } from './observed.js';

describe('TotalsFile', () => {
  let folder: string;
  let file: string;
  let lock: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'totals-'));
    file = join(folder, 'handshakes.json');
    lock = `${file}.lock`;
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const names = () => readdirSync(folder).sort();
  const open = () => TotalsFile.open(file, 1000);
  /** The lock that a live process writes, changed. */
  const writeLock = (fields: object, ageMs = 0) => {
    rmSync(lock, { force: true });
    const own = open();
    const owner = JSON.parse(readFileSync(lock, 'utf8'));
    own.close();
    writeFileSync(
      lock,
      typeof fields === 'string' ? fields : JSON.stringify({ ...owner, token: 'other', ...fields }),
    );
    const time = new Date(Date.now() - ageMs);
    utimesSync(lock, time, time);
  };
  const isTaken = () => {
    const taken = open();
    taken.close();
    return taken.path !== file;
  };
  // The highest id that Linux gives is 2^22.
  const NO_PROCESS = 2 ** 22 + 1;
  const HOUR = 3_600_000;

  it('writes totals for a later process to continue, and leaves nothing else', () => {
    const first = open();
    expect(first.before).to.equal(undefined);
    expect(first.write(stored())).to.equal(true);
    expect(names()).to.deep.equal(['handshakes.json', 'handshakes.json.lock']);
    first.close();
    expect(names()).to.deep.equal(['handshakes.json']);
    expect(open().before).to.deep.equal(stored());
  });

  it('gives each that is open a file of its own, and the first again when it is free', () => {
    const [one, two, three] = [open(), open(), open()];
    expect([one, two, three].map(({ path }) => path.slice(folder.length + 1))).to.deep.equal([
      ...['handshakes.json', 'handshakes-2.json', 'handshakes-3.json'],
    ]);
    two.close();
    expect(open().path).to.equal(two.path);
  });

  it('takes over from a process that is gone, or whose id another process has now', () => {
    writeLock({ pid: NO_PROCESS });
    expect(isTaken()).to.equal(false);
    writeLock({ started: 'another time' });
    expect(isTaken()).to.equal(process.platform !== 'linux');
  });

  it('leaves a live process its file', () => {
    writeLock({}, HOUR);
    expect(isTaken()).to.equal(process.platform === 'linux');
  });

  it('goes by the age of the lock if the process cannot be seen: in another container, or starting', () => {
    for (const [fields, patience] of [
      [{ place: 'elsewhere', pid: NO_PROCESS, every: 1000 }, 63_000],
      [{ started: null, every: 1000 }, 63_000],
      ['', 10_000],
      ['null', 10_000],
    ] as const) {
      writeLock(fields as object, patience - 5000);
      expect(isTaken(), JSON.stringify(fields)).to.equal(true);
      // Or of a time to come, if the clock was set back.
      for (const age of [patience + 5000, -patience - 5000]) {
        writeLock(fields as object, age);
        expect(isTaken(), JSON.stringify(fields)).to.equal(false);
      }
    }
  });

  it('writes no more if another process has taken the file over', () => {
    const first = open();
    first.write(stored());
    writeFileSync(lock, JSON.stringify({ ...JSON.parse(readFileSync(lock, 'utf8')), token: 'other' }));
    expect(first.write(stored({ handshakes: 7 }))).to.equal(false);
    first.close();
    expect(JSON.parse(readFileSync(file, 'utf8')).handshakes).to.equal(1);
    expect(names()).to.include('handshakes.json.lock');
  });

  it('leaves a file that is not a report unchanged, and says so', () => {
    const badTime = JSON.stringify(stored({ since: '2026-99-99T99:99:99Z' }));
    for (const text of ['{}', 'not JSON', '', badTime, JSON.stringify({ ...stored(), version: 2 })]) {
      writeFileSync(file, text);
      expect(open).to.throw(ObserveFileError, 'handshakes.json');
      expect(readFileSync(file, 'utf8')).to.equal(text);
      expect(names()).to.deep.equal(['handshakes.json']);
    }
    rmSync(file);
    mkdirSync(file);
    expect(open).to.throw(ObserveFileError, 'handshakes.json');
    expect(names()).to.deep.equal(['handshakes.json']);
  });

  it('says so if the folder cannot be written to', () => {
    writeFileSync(file, JSON.stringify(stored()));
    for (const path of [join(folder, 'missing', 'x.json'), join(file, 'x.json')])
      expect(() => TotalsFile.open(path, 1000)).to.throw(ObserveFileError, 'x.json');
  });

  it('leaves no temporary file if it cannot write', () => {
    const first = open();
    mkdirSync(file);
    expect(() => first.write(stored())).to.throw();
    expect(() => first.writeFirst(stored())).to.throw(ObserveFileError, 'handshakes.json');
    expect(names()).to.deep.equal(['handshakes.json', 'handshakes.json.lock']);
  });

  it('follows a link, also to a file that is not there yet', () => {
    const target = join(folder, 'target.json');
    symlinkSync('target.json', file);
    for (const handshakes of [7, 8]) {
      const linked = open();
      linked.write(stored({ handshakes }));
      linked.close();
      expect(lstatSync(file).isSymbolicLink()).to.equal(true);
      expect(JSON.parse(readFileSync(target, 'utf8')).handshakes).to.equal(handshakes);
    }
  });

  it('stays where it was opened if the process changes its folder', () => {
    const before = process.cwd();
    process.chdir(folder);
    try {
      const totals = TotalsFile.open('relative.json', 1000);
      process.chdir(before);
      totals.write(stored());
      totals.close();
    } finally {
      process.chdir(before);
    }
    expect(names()).to.deep.equal(['relative.json']);
  });

  it('is written again if it was deleted together with its lock', () => {
    const first = open();
    first.write(stored());
    for (const name of [file, lock]) rmSync(name);
    expect(first.write(stored())).to.equal(true);
    expect(names()).to.deep.equal(['handshakes.json', 'handshakes.json.lock']);
    rmSync(lock);
    // Another process has taken the file over and has ended, as far as can be seen.
    expect(first.write(stored())).to.equal(false);
  });
});
