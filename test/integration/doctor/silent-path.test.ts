import { expect } from 'chai';
import { diagnose } from '../../../src/doctor/diagnose.js';
import { probe } from '../../../src/doctor/probe.js';
import { doctorReport } from '../../../src/doctor/run.js';
import { survey } from '../../../src/doctor/survey.js';
import { type Listening, sessionsLeft, v4 } from './servers.js';

type Callback = (error: unknown, success: boolean) => void;

describe('a server that is silent at first', () => {
  let listening: Listening | undefined;
  afterEach(async () => {
    await listening?.close();
    listening = undefined;
  });

  it('is not waited for to the end if another path speaks Engine.IO', async () => {
    listening = await v4({ path: '/app/socket.io' });
    const observations = await probe(`${listening.url}/app`, { timeout: 2000 });
    expect(diagnose(observations).map(({ code }) => code)).to.include('WRONG_PATH');
    expect(observations[0]?.outcome).to.deep.include({
      ...{ code: 'TIMEOUT', message: 'no answer until another path gave one' },
    });
    expect(await sessionsLeft(listening)).to.equal(0);
  });

  it('is waited for if no other path answers, also with one request at a time', async () => {
    listening = await v4({
      cors: { origin: ['https://a.com'], credentials: true },
      allowRequest: (_: unknown, callback: Callback) => setTimeout(() => callback(null, true), 350),
    });
    for (const concurrency of [1, 4]) {
      const observations = await probe(listening.url, {
        ...{ origins: ['https://a.com'], timeout: 1500, concurrency },
      });
      const mine = doctorReport(survey(observations), []).results.filter(({ role }) => role === 'asked');
      expect(mine.map(({ verdict }) => verdict)).to.deep.equal(['allowed', 'allowed', 'allowed', 'allowed']);
      expect(diagnose(observations).map(({ code }) => code)).not.to.include('WRONG_PATH');
      expect(await sessionsLeft(listening)).to.equal(0);
    }
  });

  it('is found at another path with one request at a time', async () => {
    listening = await v4({ path: '/app/socket.io' });
    const observations = await probe(`${listening.url}/app`, { timeout: 300, concurrency: 1 });
    expect(diagnose(observations).map(({ code }) => code)).to.include('WRONG_PATH');
  });
});
