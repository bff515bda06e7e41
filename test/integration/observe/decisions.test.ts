import { createServer, type IncomingMessage } from 'node:http';
import { expect } from 'chai';
import { translateCors } from '../../../src/index.js';
import { LegacySettingsError, type ObserveOptions, observe } from '../../../src/observe/index.js';
import { ask } from './ask.js';
import { close, construct, dropIn, type Io, portOf, type Release } from './servers.js';

type Answer = (error: unknown, success: boolean) => void;

const LISTED = { Origin: 'https://example.com' };
const FOREIGN = { Origin: 'https://evil.example' };

describe('the decisions that are counted', () => {
  const servers: Io[] = [];
  afterEach(async () => {
    for (const io of servers.splice(0)) await close(io);
  });

  const start = (release: Release, settings: object = {}) => {
    const io = construct(release)(createServer(), { serveClient: false, ...settings });
    servers.push(io);
    return io;
  };
  /** Sends a handshake of each caller in turn, and returns the totals of each origin. */
  const asked = async (
    io: Io,
    options: ObserveOptions | undefined,
    callers: readonly Record<string, string>[] = [LISTED, FOREIGN],
  ) => {
    const observation = observe(io, options);
    const port = await portOf(io);
    for (const headers of callers) await ask(port, { transport: 'polling', eio: 3, headers });
    await new Promise(setImmediate);
    return observation.stop();
  };
  const admitted = ({ origins }: Awaited<ReturnType<typeof asked>>, by: 'translated' | 'candidate') =>
    origins.map((row) => row[by]?.admitted);

  it('are those of the settings that each release of v2 has', async () => {
    const list = ['https://example.com', 'http://b.example:3000'];
    for (const release of ['1.4.8', '2.0.4', '2.3.0', '2.5.1'] as const) {
      const report = await asked(start(release, { origins: list }), {});
      expect(report.origins.map((row) => row.admitted)).to.deep.equal([0, 0]);
      expect(admitted(report, 'translated')).to.deep.equal([1, 0]);
      expect(report.differences).to.equal(1);
      expect(report.server).to.deep.equal({ release, protocol: 'v2' });
    }
    for (const options of [{}, { from: '>=2.4.0 <2.4.1' }]) {
      const strict = await asked(start('2.4.0', { origins: list.join(' ') }), options);
      expect(admitted(strict, 'translated')).to.deep.equal([1, 0]);
      expect(strict.differences).to.equal(1);
    }
  });

  it('are read as asked for: exact semantics, requests without an origin, another release', async () => {
    const origins = ['https://example.com'];
    const exact = await asked(start('2.5.1', { origins }), { semantics: 'exact' });
    expect(admitted(exact, 'translated')).to.deep.equal([0, 0]);
    const bare = await asked(start('2.5.1', { origins }), { missingOrigin: 'allow' }, [{}, FOREIGN]);
    expect(admitted(bare, 'translated')).to.deep.equal([1, 0]);
    const from = await asked(start('2.5.1', { origins }), { semantics: 'exact', from: '2.4.0' });
    expect(admitted(from, 'translated')).to.deep.equal([1, 0]);
  });

  it('follow the list when the app changes it', async () => {
    const list = ['https://example.com:443'];
    const io = start('2.5.1', { origins: list });
    const observation = observe(io);
    const port = await portOf(io);
    const foreign = () => ask(port, { transport: 'polling', eio: 3, headers: FOREIGN });
    await foreign();
    list.push('https://evil.example:443');
    await foreign();
    io.origins('https://example.com:443');
    await foreign();
    io.origins((_origin: string, answer: Answer) => answer(null, true));
    await foreign();
    const { origins, differences } = observation.stop();
    expect(origins[0]).to.deep.include({ admitted: 2, refused: 2, translated: { admitted: 2, refused: 2 } });
    expect(differences).to.equal(0);
  });

  it('are null on v4 without settings, and on the drop-in', async () => {
    for (const io of [start('4.8.4'), dropIn({ origins: ['https://example.com:443'] })]) {
      if (!servers.includes(io)) servers.push(io);
      const report = await asked(io, undefined);
      expect(report.origins.map(({ translated }) => translated)).to.deep.equal([null, null]);
      expect(report.differences).to.equal(0);
      expect(report).not.to.have.property('candidateDifferences');
      expect(report.server).to.deep.equal({ release: '4.8.4', protocol: 'v4' });
    }
  });

  it('are those of the settings given, on v4', async () => {
    for (const release of ['4.0.0', '4.8.4'] as const) {
      const report = await asked(start(release), { settings: { origins: ['https://example.com'] } });
      expect(admitted(report, 'translated')).to.deep.equal([1, 0]);
      expect(report.differences).to.equal(1);
    }
  });

  describe('of functions', () => {
    /** A function that counts its calls. */
    const counted = <Args extends unknown[]>(call: (...args: Args) => unknown) => {
      let calls = 0;
      const check = (...args: Args) => {
        calls++;
        return call(...args);
      };
      return { check, calls: () => calls };
    };
    const onlyListed = () =>
      counted((origin: string, answer: Answer) => {
        setImmediate(answer, 'said so', origin === LISTED.Origin);
      });

    it('come from the answer that an origins function gave v2, which is asked once', async () => {
      const { check, calls } = onlyListed();
      const io = start('2.5.1', { origins: check });
      const report = await asked(io, { semantics: 'exact', candidate: { origins: check } });
      expect(calls()).to.equal(2);
      expect(report.origins.map((row) => row.admitted)).to.deep.equal([1, 0]);
      expect(admitted(report, 'translated')).to.deep.equal([1, 0]);
      expect(admitted(report, 'candidate')).to.deep.equal([1, 0]);
    });

    it('refuse an error beside a success, as the documented translation does', async () => {
      const report = await asked(start('2.5.1', { origins: onlyListed().check }), {});
      expect(admitted(report, 'translated')).to.deep.equal([0, 0]);
      expect(report.differences).to.equal(1);
    });

    it('come from the answer of an own allowRequest, even if it is bound and has no name', async () => {
      const { check, calls } = counted((request: IncomingMessage, answer: Answer) =>
        answer(null, request.headers.origin === LISTED.Origin),
      );
      const unnamed = () => (request: IncomingMessage, answer: Answer) => check(request, answer);
      const bound = [check, unnamed().bind(null)];
      expect(bound[1]?.name).to.equal('bound ');
      for (const allowRequest of bound) {
        const before = calls();
        // The list would refuse all of them.
        const io = start('2.5.1', { allowRequest, origins: ['nobody:1'] });
        const report = await asked(io, { candidate: { allowRequest } });
        expect(calls() - before).to.equal(2);
        expect(admitted(report, 'translated')).to.deep.equal([1, 0]);
        expect(admitted(report, 'candidate')).to.deep.equal([1, 0]);
      }
    });

    it('ask a function of the candidate once, after the client has been answered', async () => {
      const { check, calls } = onlyListed();
      const report = await asked(start('2.5.1'), { candidate: { origins: check }, semantics: 'exact' });
      await new Promise(setImmediate);
      expect(calls()).to.equal(2);
      expect(report.candidateDifferences).to.equal(1);
      expect(admitted(report, 'candidate')).to.deep.equal([1, 0]);
    });

    it('ask an allowRequest of the candidate on the engine, and survive its errors', async () => {
      const io = start('2.5.1');
      const engines: unknown[] = [];
      const candidate = {
        allowRequest(this: unknown): never {
          engines.push(this);
          throw new Error('no');
        },
      };
      const report = await asked(io, { candidate });
      expect(engines).to.deep.equal([io.engine, io.engine]);
      expect(admitted(report, 'candidate')).to.deep.equal([0, 0]);
    });

    it('keep what an allowRequest of the candidate puts into the request from the app', async () => {
      type Request = IncomingMessage & { session?: unknown };
      const requests: Request[] = [];
      const io = start('4.8.4', {
        allowRequest(request: Request, answer: Answer) {
          requests.push(request);
          answer(null, true);
        },
      });
      const allowRequest = (request: Request, answer: Answer) => {
        request.session = { user: 'somebody' };
        answer(null, request.headers.origin === LISTED.Origin);
      };
      const report = await asked(io, { candidate: { allowRequest } });
      expect(admitted(report, 'candidate')).to.deep.equal([1, 0]);
      expect(requests.map(({ session }) => session)).to.deep.equal([undefined, undefined]);
    });

    it('on v4 come from the server if the settings name a function, which it asks itself', async () => {
      const { check, calls } = onlyListed();
      const settings = { origins: check };
      const options = translateCors(settings, { semantics: 'exact' }).options;
      const candidate = { origins: check };
      const report = await asked(start('4.8.4', options), { settings, candidate, semantics: 'exact' });
      expect(calls()).to.equal(2);
      expect(admitted(report, 'translated')).to.deep.equal([1, 0]);
      expect(report.differences).to.equal(0);
    });
  });

  it('are passed to onDifference, whose failures do not reach the app', async () => {
    const told: unknown[] = [];
    const warnings: string[] = [];
    const listener = (warning: Error) => warnings.push(warning.name);
    process.on('warning', listener);
    try {
      await asked(start('2.5.1', { origins: ['https://example.com'] }), {
        candidate: { origins: ['https://evil.example'] },
        onDifference(decided) {
          told.push(decided);
          throw new Error('mine');
        },
      });
    } finally {
      process.removeListener('warning', listener);
    }
    const at = { from: 'origin', transport: 'polling', protocol: 3, server: 'refused' };
    expect(told).to.deep.equal([
      { ...at, origin: 'https://example.com', translated: 'admitted', candidate: 'refused' },
      { ...at, origin: 'https://evil.example', translated: 'refused', candidate: 'admitted' },
    ]);
    expect(warnings.filter((name) => name === 'SocketIOCorsWarning')).to.have.length(1);
  });

  it('are not counted at all if something is wrong with the arguments: all of it is listed', () => {
    const io = start('2.5.1', { origins: 3000 });
    const { verify } = io.engine as unknown as { verify: unknown };
    let issues: readonly { path: string }[] = [];
    try {
      observe(io, {
        ...{
          candidate: { origins: [/x/] },
          semantics: 'loose',
          every: 0,
          maxOrigins: 1.5,
          file: '',
          meter: {},
        },
        ...{ onDifference: 3, filename: 'x.json' },
      } as never);
    } catch (error) {
      if (error instanceof LegacySettingsError) issues = error.issues;
    }
    const paths = ['file', 'every', 'maxOrigins', 'onDifference', 'meter', 'options', 'semantics'];
    expect(issues.map(({ path }) => path)).to.have.members([
      ...paths,
      'io.origins()',
      'candidate.origins[0]',
    ]);
    expect((io.engine as unknown as { verify: unknown }).verify).to.equal(verify);
  });
});
