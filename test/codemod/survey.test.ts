import { expect } from 'chai';
import { isDropInProgram, isNoCode, surveySource, unreadSurvey } from '../../src/codemod/survey.js';
import type { FileSurvey } from '../../src/codemod/types.js';

const setsIn = (code: string) => surveySource(code, 'guard.js')?.setsServer.length;

describe('surveySource', () => {
  it('takes a method of the class itself for no setting of a server', () => {
    expect(setsIn('class Trip { origins() {} plan(list) { this.origins(list); } }')).to.equal(0);
    expect(setsIn('class Trip { static origins() {} static plan(list) { this.origins(list); } }')).to.equal(
      0,
    );
  });

  it('knows that `this` is another object in a static method, and in a function within a method', () => {
    expect(setsIn('class Guard { origins() {} static lock(list) { this.origins(list); } }')).to.equal(1);
    expect(
      setsIn('class Guard { origins() {} lock(l) { return function () { this.origins(l); }; } }'),
    ).to.equal(1);
  });
});

describe('unreadSurvey', () => {
  it('assumes that a file sets servers if its text may, or cannot be read', () => {
    const sets = (code?: string) => unreadSurvey('guard.coffee', code).setsServer.length > 0;
    expect(sets()).to.equal(true);
    expect(sets("module.exports = (io) -> io.origins '*:*'")).to.equal(true);
    expect(sets('start = (port) -> listen port')).to.equal(false);
  });
});

describe('isNoCode', () => {
  it('is true of configurations and templates, unless their text sets a server', () => {
    expect(isNoCode('app.ini', '[socket]\norigins = example.com:*\n')).to.equal(true);
    expect(isNoCode('guard.txt', 'io.origins(list)')).to.equal(false);
    expect(isNoCode('guard.txt', "io.set 'origins', list")).to.equal(false);
  });
});

describe('isDropInProgram', () => {
  it('is true if a file loads the drop-in, and none makes a server of Socket.IO', () => {
    const survey = (code: string) => surveySource(code, 'server.js') as FileSurvey;
    const dropIn = survey("require('socket.io-cors-compat/server')(3000);");
    expect(isDropInProgram([dropIn, survey('io.origins(list);')])).to.equal(true);
    expect(isDropInProgram([dropIn, survey("require('socket.io')(3000);")])).to.equal(false);
    expect(isDropInProgram([])).to.equal(false);
  });
});
