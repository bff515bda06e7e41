import { expect } from 'chai';
import { mayCallByName, mayUseServer } from '../../src/codemod/detect/prefilter.js';
import { migrateSource } from '../../src/codemod/index.js';
import { isDropInProgram, isNoCode, surveySource, unreadSurvey } from '../../src/codemod/survey.js';
import type { FileSurvey } from '../../src/codemod/types.js';

const setsIn = (code: string) => surveySource(code, 'guard.js')?.setsServers;

describe('surveySource', () => {
  it('takes a method of the class itself for no setting of a server', () => {
    expect(setsIn('class Trip { origins() {} plan(list) { this.origins(list); } }')).to.equal(false);
    expect(setsIn('class Trip { static origins() {} static plan(list) { this.origins(list); } }')).to.equal(
      false,
    );
  });

  for (const code of [
    "module.exports = (hub) => { _.set(hub, 'eio.allowRequest', check); };",
    "module.exports = (context) => { set(context, ['live', 'engine', 'allowRequest'], check); };",
    'module.exports = (hub) => { hub.constructor.prototype.checkRequest = check; };',
  ])
    it(`finds a check that is set through a path, or on the class of a server: ${code}`, () => {
      expect(setsIn(code)).to.equal(true);
    });

  it('finds that a server may be attached with options from a list', () => {
    expect(setsIn('module.exports = (hub, both) => { hub.attach(...both); };')).to.equal(true);
    expect(setsIn('module.exports = (app, args) => { app.listen(...args); };')).to.equal(false);
    expect(setsIn("require('./rtc').listen(app, socketServer, null, started);")).to.equal(false);
    expect(setsIn("require('./hub').listen(app, options);")).to.equal(true);
  });

  for (const code of [
    "routes.get('/check', 'UserController.checkRequest');",
    "module.exports = (log, error) => log.debug(error, 'service.checkRequest');",
    "module.exports = (t, name) => t('errors', 'auth.checkRequest', name);",
  ])
    it(`takes the name of a method in a text for no path that is set: ${code}`, () => {
      expect(setsIn(code)).to.equal(false);
    });

  it('knows that `this` is another object in a static method, and in a function within a method', () => {
    expect(setsIn('class Guard { origins() {} static lock(list) { this.origins(list); } }')).to.equal(true);
    expect(
      setsIn('class Guard { origins() {} lock(l) { return function () { this.origins(l); }; } }'),
    ).to.equal(true);
  });
});

describe('surveySource, of the files of v2', () => {
  const makes = (name: string) => surveySource(`const Own = require('${name}');`, 'own.js')?.makesServers;

  it('knows which of them can create a server', () => {
    for (const name of ['socket.io/lib', 'socket.io/lib/index.js', 'socket.io/index'])
      expect(makes(name), name).to.equal(true);
    for (const name of ['socket.io/lib/socket', 'socket.io/lib/namespace.js', 'socket.io/lib/client'])
      expect(makes(name), name).to.equal(false);
  });
});

describe('surveySource, of options that other code may have', () => {
  const takes = (code: string) =>
    surveySource(`const { Server } = require('socket.io');\n${code}`, 'server.js')?.takesOptions;

  for (const code of [
    "new Server(3000, require('./config').chat);",
    "new Server(3000, { ...require('./config').chat });",
    "new Server(3000, { cors: require('./config').cors });",
    'new Server().attach(3000, load());',
    "const options = {}; options.cors = require('./config').cors; new Server(3000, options);",
    "const options = {}; Object.assign(options, require('./config')); new Server(3000, options);",
    'module.exports = Server;',
  ])
    it(`finds that they may be elsewhere: ${code}`, () => {
      expect(takes(code)).to.equal(code.includes('exports') ? 'any' : 'v4');
    });

  for (const code of [
    'new Server(3000);',
    "new Server(3000, { cors: { origin: require('./config').cors.origins } });",
    'const options = { cors: { origin: load() } }; new Server(3000, { ...options, path });',
    'const cors = { origin: load() }; app.use(require("cors")(cors)); new Server(3000, { cors });',
    'const options = { path, cors: { origin: "*" } }; new Server(3000, options); log(options.path);',
    'new Server(3000, { cors: (request, callback) => callback(null, {}) }).listen(3001);',
    "const { translateCors } = require('socket.io-cors-compat'); new Server(3000, translateCors(load()).options);",
    "const { translateCors: t } = require('socket.io-cors-compat'); const { options } = t(load()); new Server(3000, options);",
  ])
    it(`finds that they are written out: ${code}`, () => {
      expect(takes(code)).to.equal(undefined);
    });
});

describe('surveySource, of calls by a name that is known at run time', () => {
  const neededBy = (code: string) =>
    surveySource(`module.exports = (hub, conf) => { ${code} };`, 'guard.js')?.callsByName.join();

  for (const code of [
    'for (const key in conf) hub[key](conf[key]);',
    'let key; for (key in conf) hub[key](conf[key]);',
    'const own = { on: f }; load(own); for (const key in own) hub[key](own[key]);',
    'const own = { on: f }; own[name] = list; for (const key in own) hub[key](own[key]);',
    'const own = { load() { this[name] = 1; } }; own.load(); for (const key in own) hub[key](own[key]);',
    'const own = { ...conf }; for (const key in own) hub[key](own[key]);',
    'own.origins = list; for (const key in own) hub[key](own[key]); var own = {};',
    'for (const key of Object.keys(conf)) hub[key]?.(conf[key]);',
    'for (const [key, value] of Object.entries(conf)) hub[key](value);',
    'Object.keys(conf).forEach(function (key) { hub.io[key].call(hub.io, conf[key]); });',
    '_.forEach(conf, (value, key) => hub[key](value));',
    'for (const key in conf) hub.io.set(key, conf[key]);',
    'const keys = Object.keys(conf); for (const key of keys) hub[key](conf[key]);',
    'const keys = Object.keys(conf); for (let i = 0; i < keys.length; i++) hub[keys[i]](conf[keys[i]]);',
    'const keys = Object.keys(conf); for (let i = 0; i < keys.length; i++) { const key = keys[i]; hub[key](conf[key]); }',
    'for (const key in conf) { const name = key; hub[name](conf[name]); }',
    'Object.keys(conf).filter(isKnown).sort().forEach((key) => hub[key](conf[key]));',
    'for (const key of _.intersection(Object.keys(hub), Object.keys(conf))) hub[key](conf[key]);',
    'for (const key of [...Object.keys(hub), ...more]) hub[key](conf[key]);',
    'Object.keys(conf).reduce((io, key) => (io[key] ? io[key](conf[key]) : io), hub);',
    'for (const key in conf) { const set = hub[key].bind(hub); set(conf[key]); }',
    'let io = hub; for (const key in conf) io = io[key] ? io[key](conf[key]) : io;',
    '_.map(conf, (value, key) => hub[key](value));',
    'for (const key in(conf)) hub[key](conf[key]);',
  ])
    it(`finds that a key may name ${code}`, () => {
      expect(neededBy(code)).to.equal('key');
      expect(mayUseServer(code)).to.equal(true);
    });

  for (const code of [
    'for (const { method, args } of conf) hub[method](...args);',
    'conf.forEach(([name, value]) => hub[name](value));',
    'conf.forEach((step) => hub[step.method].apply(hub, step.args));',
    "const { METHOD } = require('./conf'); hub[METHOD](conf.list);",
    "const names = require('./conf'); hub[names.method](conf.list);",
  ])
    it(`finds that a string may name ${code}`, () => {
      expect(neededBy(code)).to.equal('string');
      expect(mayCallByName(code)).to.equal(true);
    });

  it('finds a setting where the object has origins among its keys', () => {
    expect(setsIn('const own = { origins: list }; for (const key in own) hub[key](own[key]);')).to.equal(
      true,
    );
  });

  for (const code of [
    'for (const key in conf) hub[key]();',
    'const own = {}; for (const key in conf) own[key](conf[key]);',
    'for (const key in hub) hub[key](conf);',
    "for (const method of ['get', 'post']) hub[method](conf);",
    'for (const key in conf) hub.headers.set(key, conf[key]);',
    "hub.on('message', (name, value) => handlers[name](value));",
    'hub[conf.method](conf.list);',
    "const { METHOD } = require('conf'); hub[METHOD](conf.list);",
    'for (const key in conf) new hub[key](conf[key]);',
    'const own = { on: f }; own.off = own.on; for (const key in own) hub[key](own[key]);',
    'let own; own = { on: f, off: f }; Object.keys(own).forEach((key) => hub[key](own[key]));',
    'for (const i in handlers) handlers[i].call(hub, conf);',
    'for (const key in conf) hub.prototype[key].apply(this, conf[key]);',
    'const keys = Object.keys(hub); for (let i = 0; i < keys.length; i++) hub[keys[i]](conf);',
    'hub[conf[0]](conf[1]);',
    'Object.keys(hub).filter(isKnown).forEach((key) => hub[key](conf));',
    'const keys = Object.keys(conf); for (const key of keys) row[key] = hub[key] ? hub[key](conf[key], conf) : conf[key];',
    'let match; for (const type in conf) match = hub[type](match);',
  ])
    it(`passes over ${code}`, () => {
      expect(neededBy(code)).to.equal('');
    });

  it('knows how a file names origins', () => {
    const named = (code: string) => surveySource(code, 'conf.js')?.namesOrigins;
    for (const code of [
      'f({ origins: list })',
      'f({ origins })',
      "f({ 'origins': list })",
      'exports.origins = list',
      "conf['origins'] = list",
      "settings.set('origins', list)",
    ])
      expect(named(code), code).to.equal('key');
    for (const code of [
      "f('set,origins')",
      "f([['origins', list]])",
      "f({ method: 'origins' })",
      "exports.METHOD = 'origins'",
      "export default 'origins';",
    ])
      expect(named(code), code).to.equal('string');
    for (const code of ["omit(conf, ['redirect', 'origins'])", "f(key === 'origins')", "conf.get('origins')"])
      expect(named(code), code).to.equal('key');
    for (const code of ['io.origins(list)', 'const origins = []', 'f(conf.origins === list)'])
      expect(named(code), code).to.equal(undefined);
  });

  it('knows that only Socket.IO gets the options and settings of a server that the file creates', () => {
    const named = (code: string) =>
      surveySource(`const io = require('socket.io')(http, ${code}`, 'server.js')?.namesOrigins;
    for (const code of [
      '{ origins: list });',
      "{ 'origins': list, path });",
      '{ origins });',
      "); io.set('origins', list);",
    ])
      expect(named(code), code).to.equal(undefined);
    for (const code of [
      'options); setUp(io, { origins: list });',
      '{ origins: list }); setUp(io, { origins: list });',
      'options = { origins: list });',
      'Object.assign(table, { origins: list }));',
      "); other.set('origins', list);",
      "); setUp(io, ['origins', list]);",
    ])
      expect(named(code), code).not.to.equal(undefined);
  });
});

describe('surveySource, of files that read the release', () => {
  const needsReview = (server: string, other: string) => {
    const others = [surveySource(other, 'compat.js')].filter((survey) => survey !== undefined);
    const { findings } = migrateSource(`const io = require('socket.io')(server);\n${server}`, {
      filename: 'server.js',
      others,
    });
    return findings.some(({ code }) => code === 'ORIGINS_NOT_MIGRATED');
  };

  for (const other of [
    "exports.isV2 = require('socket.io/package.json').version < '3';",
    "exports.isV2 = require(require.resolve('socket.io/package')).version < '3';",
    'exports.isV2 = (name = \'socket.io\') => require(name + "/package.json").version < "3";',
    "exports.isV2 = require('./package.json').dependencies['socket.io'].startsWith('2');",
    "exports.isV2 = require(ioDir + '/package.json').version < '3';",
  ])
    it(`leaves a server beside a condition on ${other}`, () => {
      expect(needsReview("if (require('./compat').isV2) io.origins(list);\n", other)).to.equal(true);
      expect(needsReview('if (process.env.CHECK) io.origins(list);\n', other)).to.equal(false);
    });

  it('passes over a condition on the release beside a server that allows any origin', () => {
    const other = "exports.isV2 = require('socket.io/package.json').version < '3';";
    expect(needsReview("if (require('./compat').isV2) log();\n", other)).to.equal(false);
    expect(needsReview("io.origins(list);\nif (require('./compat').isV2) log();\n", other)).to.equal(true);
  });

  for (const other of [
    "exports.isV2 = require('./package.json').version.includes('beta');",
    "app.get('/package.json', hide);",
    "exports.isV2 = require(process.cwd() + '/package.json').version.includes('beta');",
    "exports.isV2 = require(path.join(__dirname, '/package.json')).version.includes('beta');",
    "exports.isV2 = JSON.parse(fs.readFileSync(rootPath + '/package.json')).version.includes('beta');",
  ])
    it(`passes over ${other}`, () => {
      expect(needsReview("if (require('./compat').isV2) io.origins(list);\n", other)).to.equal(false);
    });
});

describe('unreadSurvey', () => {
  it('assumes that a file sets servers if its text may, or cannot be read', () => {
    const sets = (code?: string) => unreadSurvey('guard.coffee', code).setsServers;
    expect(sets()).to.equal(true);
    expect(sets("module.exports = (io) -> io.origins '*:*'")).to.equal(true);
    expect(sets('module.exports = (io, list) -> io._origins = list')).to.equal(true);
    expect(sets('start = (port) -> listen port')).to.equal(false);
    expect(sets('axe.unsafe_all_origins = true')).to.equal(false);
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
