import { expect } from 'chai';
import { migrateSource } from '../../../src/codemod/index.js';

const LIST = "['https://a.example:443']";
const migrate = (code: string) => migrateSource(code, { filename: 'server.js' });

describe('evaluate', () => {
  for (const code of [
    `const list = ${LIST}; const conf = { origins: list }; conf.origins.push(more);`,
    `const list = ${LIST}; const conf = { origins: list }; const same = conf; same.origins.pop();`,
    `const list = ${LIST}; const conf = { origins: list }; const { origins } = conf; origins.pop();`,
    `const list = ${LIST}; const conf = { origins: list }; for (const key in conf) conf[key].pop();`,
    `const list = ${LIST}; module.exports = { whitelist: list };`,
    `const list = ${LIST}; app.set('whitelist', list);`,
    `const list = ${LIST}; list.forEach((origin, index, all) => { all[index] = origin.trim(); });`,
    `if (process.env.A) { var list = ${LIST}; }`,
  ])
    it(`leaves a list for run time: ${code}`, () => {
      const { findings } = migrate(`${code}\nrequire('socket.io')(3000, { origins: list });\n`);
      expect(findings.map(({ code }) => code)).to.include('ORIGINS_READ_AT_RUN_TIME');
    });

  for (const code of [
    `const list = ${LIST}; const conf = { origins: list }; serve(conf.origins.join());`,
    `const list = ${LIST}; app.use(cors({ origin: list })); list.map((origin, index) => origin + index);`,
    `if (process.env.A) { var list = ${LIST}; require('socket.io')(80, { origins: list }); }`,
  ])
    it(`knows a list: ${code}`, () => {
      const { findings } = migrate(
        code.includes('80') ? code : `${code}\nrequire('socket.io')(3000, { origins: list });\n`,
      );
      expect(findings.map(({ code }) => code)).to.not.include('ORIGINS_READ_AT_RUN_TIME');
    });
});
