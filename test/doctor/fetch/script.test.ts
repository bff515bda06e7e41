import { expect } from 'chai';
import { runsAsScript } from '../../../src/doctor/fetch.js';
import type { HeaderList } from '../../../src/doctor/observation.js';

describe('runsAsScript', () => {
  const type = (value: string): HeaderList[number] => ['Content-Type', value];
  const nosniff: HeaderList[number] = ['X-Content-Type-Options', 'nosniff'];
  const policy = (value: string): HeaderList[number] => ['Cross-Origin-Resource-Policy', value];
  const sniffed = (value: string): HeaderList[number] => ['X-Content-Type-Options', value];
  const cases: { desc: string; headers: HeaderList; is: boolean }[] = [
    { desc: 'has no type', headers: [], is: true },
    { desc: 'is JavaScript', headers: [type('text/javascript; charset=UTF-8')], is: true },
    { desc: 'is text, which browsers sniff', headers: [type('text/plain')], is: true },
    { desc: 'is an image', headers: [type('image/png')], is: false },
    { desc: 'is sound', headers: [type(' AUDIO/mpeg')], is: false },
    { desc: 'is a film', headers: [type('video/mp4')], is: false },
    { desc: 'is a table', headers: [type('text/csv')], is: false },
    { desc: 'begins like a table', headers: [type('text/csv-schema')], is: true },
    { desc: 'is for its own site', headers: [policy('same-site')], is: false },
    { desc: 'is for its own origin', headers: [type('text/javascript'), policy('same-origin')], is: false },
    { desc: 'is for every origin', headers: [policy('cross-origin')], is: true },
    { desc: 'has an unknown policy', headers: [policy('same-origin, same-site')], is: true },
    { desc: 'says nosniff, and no type', headers: [nosniff], is: false },
    { desc: 'says nosniff in capitals', headers: [type('text/plain'), sniffed('NOSNIFF')], is: false },
    { desc: 'says nosniff first', headers: [type('text/plain'), sniffed(' nosniff , x')], is: false },
    { desc: 'says nosniff second', headers: [type('text/plain'), sniffed('x, nosniff')], is: true },
    {
      desc: 'says nosniff and a vertical tab',
      headers: [type('text/plain'), sniffed('nosniff\v')],
      is: true,
    },
    // The MIME type's essence decides, under nosniff.
    ...[
      ['text/plain', false],
      ['application/x-javascript', true],
      ['text/ecmascript', true],
      ['text/jscript', true],
      ['text/livescript', true],
      ['TEXT/JavaScript1.5;x=y', true],
      ['text/javascript1.6', false],
      ['text/html; x=javascript', false],
      ['application/json+javascript', false],
      ['application/notjavascript', false],
      ['text/html, text/javascript', true],
      ['text/javascript, text/html', false],
      ['javascript', false],
    ].map(([value, is]) => ({
      desc: `is ${value} and says nosniff`,
      headers: [type(String(value)), nosniff],
      is: Boolean(is),
    })),
  ];
  for (const { desc, headers, is } of cases) {
    it(`is ${is} for a response that ${desc}`, () => {
      expect(runsAsScript(headers)).to.equal(is);
    });
  }
});
