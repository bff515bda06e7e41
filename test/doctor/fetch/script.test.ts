import { expect } from 'chai';
import { runsAsScript } from '../../../src/doctor/fetch/script.js';
import type { HeaderList } from '../../../src/doctor/observation.js';

describe('runsAsScript', () => {
  const type = (value: string): HeaderList[number] => ['Content-Type', value];
  const nosniff: HeaderList[number] = ['X-Content-Type-Options', 'nosniff'];
  const policy = (value: string): HeaderList[number] => ['Cross-Origin-Resource-Policy', value];
  const cases: { desc: string; headers: HeaderList; is: boolean }[] = [
    { desc: 'says nothing of itself', headers: [], is: true },
    { desc: 'is JavaScript', headers: [type('text/javascript; charset=UTF-8')], is: true },
    { desc: 'is text, for browsers sniff', headers: [type('text/plain')], is: true },
    { desc: 'is an image', headers: [type('image/png')], is: false },
    { desc: 'is sound', headers: [type(' AUDIO/mpeg')], is: false },
    { desc: 'is a film', headers: [type('video/mp4')], is: false },
    { desc: 'is a table', headers: [type('text/csv')], is: false },
    { desc: 'is text that may not be sniffed', headers: [type('text/plain'), nosniff], is: false },
    { desc: 'is nothing that may be sniffed', headers: [nosniff], is: false },
    {
      desc: 'is JavaScript that may not be sniffed',
      headers: [type('application/x-javascript'), nosniff],
      is: true,
    },
    { desc: 'is ECMAScript that may not be sniffed', headers: [type('text/ecmascript'), nosniff], is: true },
    { desc: 'is for its own site', headers: [policy('same-site')], is: false },
    { desc: 'is for its own origin', headers: [type('text/javascript'), policy('same-origin')], is: false },
    { desc: 'is for everybody', headers: [policy('cross-origin')], is: true },
    { desc: 'has a policy that nobody knows', headers: [policy('same-origin, same-site')], is: true },
  ];
  for (const { desc, headers, is } of cases) {
    it(`is ${is} for what ${desc}`, () => {
      expect(runsAsScript(headers)).to.equal(is);
    });
  }
});
