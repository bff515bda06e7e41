import { expect } from 'chai';
import fc from 'fast-check';
import { RELATED_PACKAGES } from '../../../src/codemod/detect/packages.js';
import { migratePackageJson } from '../../../src/codemod/project/package-json.js';

const migrate = (code: string, keepV2Clients = false) =>
  migratePackageJson(code, { to: '4.8.4', keepV2Clients });
const left = (manifest: object, keepV2Clients = false) =>
  migrate(JSON.stringify(manifest), keepV2Clients)
    .findings.filter(({ action }) => action === 'manual')
    .map(({ code, subject }) => `${code} ${subject}`);

describe('migratePackageJson', () => {
  describe('changes only the bytes that must change', () => {
    const rows: readonly (readonly [desc: string, before: string, after: string])[] = [
      ['on one line', '{"dependencies":{"socket.io":"2.5.1"}}', '{"dependencies":{"socket.io":"4.8.4"}}'],
      [
        'with tabs, CRLF, a byte order mark and no line end at the end',
        '\uFEFF{\r\n\t"dependencies" : {\r\n\t\t"socket.io" : "~2.3.0"\r\n\t}\r\n}',
        '\uFEFF{\r\n\t"dependencies" : {\r\n\t\t"socket.io" : "^4.8.4"\r\n\t}\r\n}',
      ],
      [
        'with a release that is pinned',
        '{"dependencies":{"socket.io":"=2.5.1"}}',
        '{"dependencies":{"socket.io":"4.8.4"}}',
      ],
      [
        'in several fields',
        '{"devDependencies":{"socket.io":"2.x"},"peerDependencies":{"socket.io":"1.x || 2.x"},"optionalDependencies":{"socket.io-client":"^2.0.0"}}',
        '{"devDependencies":{"socket.io":"^4.8.4"},"peerDependencies":{"socket.io":"^4.8.4"},"optionalDependencies":{"socket.io-client":"^4.8.4"}}',
      ],
      [
        'where types stand alone',
        '{\n  "dependencies": { "socket.io": "2.5.1" },\n  "devDependencies": {\n    "@types/socket.io": "2"\n  }\n}\n',
        '{\n  "dependencies": { "socket.io": "4.8.4" },\n  "devDependencies": {}\n}\n',
      ],
      [
        'where types stand first',
        '{ "dependencies": {\n  "@types/socket.io": "2",\n  "@types/socket.io-client": "1",\n  "socket.io": "^4.0.0",\n  "socket.io-client": "^4.0.0"\n} }',
        '{ "dependencies": {\n  "socket.io": "^4.0.0",\n  "socket.io-client": "^4.0.0"\n} }',
      ],
      [
        'where types stand last, one after the other',
        '{ "dependencies": {\n  "socket.io": "^4.0.0",\n  "socket.io-client": "latest",\n  "@types/socket.io": "2",\n  "@types/socket.io-client": "1"\n} }',
        '{ "dependencies": {\n  "socket.io": "^4.0.0",\n  "socket.io-client": "latest"\n} }',
      ],
      [
        'where types stand between others',
        '{"dependencies":{"a":"1", "@types/socket.io":"2", "b":"1", "@types/socket.io-client":"2", "socket.io":"^4.0.0","socket.io-client":"4.0.0"}}',
        '{"dependencies":{"a":"1", "b":"1", "socket.io":"^4.0.0","socket.io-client":"4.0.0"}}',
      ],
    ];
    for (const [desc, before, after] of rows) {
      it(desc, () => {
        expect(migrate(before).code).to.equal(after);
        expect(migrate(after)).to.deep.include({ code: after, changed: false, findings: [] });
      });
    }
  });

  it('upgrades a range or tag that allows v4 too if v2 is locked, because it would stay installed', () => {
    for (const [field, range, upgraded] of [
      ['dependencies', '>=2', '^4.8.4'],
      ['dependencies', '^2.0.0 || ^4.0.0', '^4.8.4'],
      ['devDependencies', 'latest', '^4.8.4'],
      ['peerDependencies', '>=2', '>=2'],
      ['dependencies', 'catalog:', 'catalog:'],
      ['dependencies', 'github:socketio/socket.io', 'github:socketio/socket.io'],
    ] as const) {
      const before = JSON.stringify({ [field]: { 'socket.io': range } });
      const after = JSON.stringify({ [field]: { 'socket.io': upgraded } });
      const run = (isOnV2: boolean) =>
        migratePackageJson(before, {
          ...{ to: '4.8.4', keepV2Clients: false },
          releaseOf: () => (isOnV2 ? '2.5.1' : '4.8.4'),
        }).code;
      expect([run(true), run(false)], range).to.deep.equal([after, before]);
    }
  });

  it('keeps types beside a release that may not ship with types', () => {
    for (const range of ['github:socketio/socket.io', 'workspace:*', 'catalog:', '']) {
      const code = JSON.stringify({ dependencies: { 'socket.io': range, '@types/socket.io': '2' } });
      expect(migrate(code).code, range).to.equal(code);
    }
  });

  it('leaves other JSON as it is, and reports text that is not JSON', () => {
    for (const code of ['[]', 'null', '{"dependencies":["socket.io"]}', '{"dependencies":{"socket.io":2}}'])
      expect(migrate(code)).to.deep.equal({ code, changed: false, findings: [] });
    const { failure, changed } = migrate('// mine\n{"dependencies":{"socket.io":"2"}}');
    expect(changed).to.equal(false);
    expect(failure?.message).to.include('JSON');
    expect(migrate('{\n  "a": 1,\n}').failure).to.include({ line: 3, column: 1 });
    expect(migrate('{\n  "a": ').failure).to.include({ line: 2, column: 8 });
  });

  it('keeps the client, its types and packages for clients if v2 clients are kept', () => {
    const code = JSON.stringify({
      dependencies: {
        'socket.io-client': '2.5.0',
        '@types/socket.io-client': '1',
        'ngx-socket-io': '^3.0.0',
      },
      overrides: { 'socket.io-client': '2.5.0' },
    });
    expect(migrate(code, true)).to.deep.equal({ code, changed: false, findings: [] });
    expect(left(JSON.parse(code))).to.deep.equal([
      'PACKAGE_JSON_COMPANION_IS_TOO_OLD ngx-socket-io',
      'PACKAGE_JSON_PINS_V2 socket.io-client',
    ]);
  });

  describe('reports packages for v2, and what to do', () => {
    for (const [name, { first }] of RELATED_PACKAGES) {
      it(name, () => {
        const code = JSON.stringify({ devDependencies: { [name]: '^0.1.0' } });
        const { findings, changed } = migrate(code);
        expect(changed).to.equal(false);
        expect(findings.map(({ action }) => action)).to.deep.equal(['manual']);
        expect(findings[0]?.code).to.match(/^PACKAGE_JSON_COMPANION_/);
        expect(findings[0]?.message).to.include(`${name} ^0.1.0`);
        expect(left({ dependencies: { alias: `npm:${name}@0.1.1` } })).to.have.lengthOf(1);
        if (first === undefined) {
          for (const range of ['latest', 'github:x/y'])
            expect(left({ dependencies: { [name]: range } }), range).to.have.lengthOf(1);
          return;
        }
        for (const range of [
          first,
          `^${first}`,
          `>=1 <${Number(first[0]) + 1}`,
          '*',
          'latest',
          'workspace:*',
        ])
          expect(left({ dependencies: { [name]: range } }), range).to.deep.equal([]);
      });
    }
  });

  it('reports what may install v2: a tag, or another name for it', () => {
    for (const [name, range, code] of [
      ['socket.io', 'v2-latest', 'PACKAGE_JSON_RELEASE_IS_ELSEWHERE'],
      ['socket.io', 'npm:@acme/socket.io@2.5.9', 'PACKAGE_JSON_RELEASE_IS_ELSEWHERE'],
      ['socket.io', 'npm:@acme/socket.io@4.1.0', undefined],
      ['socket.io', 'latest', undefined],
      ['sio', 'npm:socket.io@v2-latest', 'PACKAGE_JSON_INSTALLS_ALIAS'],
      ['sio', 'npm:socket.io', 'PACKAGE_JSON_INSTALLS_ALIAS'],
      ['sio', 'github:socketio/socket.io#2.5.1', 'PACKAGE_JSON_INSTALLS_ALIAS'],
      ['sio', 'git+https://github.com/socketio/socket.io.git', 'PACKAGE_JSON_INSTALLS_ALIAS'],
      ['sio', 'npm:socket.io@^4.0.0', undefined],
    ] as const) {
      const manifest = JSON.stringify({ dependencies: { [name]: range } });
      const { findings } = migrate(manifest);
      expect(findings[0]?.code, range).to.equal(code);
    }
  });

  it('reports settings that keep v2 installed', () => {
    const pins = { 'socket.io': '2.5.1', 'socket.io-client': '^4.0.0', a: '1' };
    expect(left({ overrides: pins })).to.deep.equal(['PACKAGE_JSON_PINS_V2 socket.io']);
    expect(left({ resolutions: pins })).to.deep.equal(['PACKAGE_JSON_PINS_V2 socket.io']);
    expect(left({ pnpm: { overrides: pins } })).to.deep.equal(['PACKAGE_JSON_PINS_V2 socket.io']);
    expect(left({ config: { overrides: pins } })).to.deep.equal([]);
    const [finding] = migrate('{\n  "overrides": {\n    "socket.io": "2.5.1"\n  }\n}').findings;
    expect(finding).to.include({ line: 3, column: 5, action: 'manual' });
  });

  it('reports a companion that silently allows any client as a danger', () => {
    const { findings } = migrate('{"dependencies":{"socketio-auth":"^0.1.1"}}');
    expect(findings[0]).to.include({
      code: 'PACKAGE_JSON_COMPANION_STOPS_GUARDING',
      severity: 'danger',
      effect: 'opens',
    });
  });

  for (const [name, range] of [
    ['engine.io', '3.6.2'],
    ['engine.io-client', '^3.5.0'],
    ['socket.io-parser', '3.4.3'],
    ['socket.io-adapter', '~1.1.0'],
  ] as const)
    it(`reports a pin of v2's ${name}`, () => {
      for (const manifest of [
        { overrides: { [name]: range } },
        { overrides: { [name]: { '.': range, a: '1' } } },
        { resolutions: { [`**/${name}`]: range } },
        { resolutions: { [`socket.io/${name}`]: `npm:${range}` } },
        { resolutions: { [`@nestjs/platform-socket.io/${name}`]: `npm:${name}@${range}` } },
        { pnpm: { overrides: { [`socket.io>${name}`]: range } } },
        { pnpm: { overrides: { [`${name}@>=1`]: range } } },
        { overrides: { 'socket.io': { [name]: range } } },
        { overrides: { a: { '.': '1', 'socket.io': { [name]: { '.': range } } } } },
      ])
        expect(left(manifest), JSON.stringify(manifest)).to.deep.equal([`PACKAGE_JSON_PINS_V2 ${name}`]);
      // None has an effect on v4.
      for (const manifest of [
        { overrides: { [name]: '^6.0.0' } },
        { overrides: { [`${name}@${range}`]: range } },
        { overrides: { 'socket.io@2': { [name]: range } } },
        { pnpm: { overrides: { [`socket.io@2>${name}`]: range } } },
        { resolutions: { [`socket.io@npm:^2.0.0/${name}`]: range } },
      ])
        expect(left(manifest), JSON.stringify(manifest)).to.deep.equal([]);
    });

  it('reports a pin that is the range of a dependency, unless that is upgraded', () => {
    const dependencies = { 'engine.io': '^3.6.0', 'socket.io': '^2.5.0', a: '1' };
    expect(left({ dependencies, overrides: { 'engine.io': '$engine.io' } })).to.deep.equal([
      'PACKAGE_JSON_PINS_V2 engine.io',
    ]);
    expect(left({ dependencies, overrides: { 'socket.io': '$socket.io', a: '$a' } })).to.deep.equal([]);
  });

  it('reports a pin in the workspace file of pnpm beside the dependency', () => {
    const { findings } = migratePackageJson('{"dependencies":{"socket.io":"^4.0.0"}}', {
      ...{ to: '4.8.4', keepV2Clients: false },
      outerPins: [
        { name: 'engine.io', range: '~3.6.0', found: 'overrides' },
        { name: 'a', range: '1', found: 'overrides' },
      ],
    });
    expect(findings.map(({ code, subject }) => `${code} ${subject}`)).to.deep.equal([
      'PACKAGE_JSON_PINS_V2 engine.io',
    ]);
  });

  it('stays on v2 if imports give Socket.IO a name of the app, until that is reviewed', () => {
    const before = '{"imports":{"#io":{"node":"socket.io"}},"dependencies":{"socket.io":"2.5.1"}}';
    const run = (...acknowledge: string[]) =>
      migratePackageJson(before, {
        ...{ to: '4.8.4', keepV2Clients: false },
        acknowledge: new Set(acknowledge),
      });
    expect(run()).to.include({ code: before });
    expect(run().findings.map(({ code }) => code)).to.deep.equal([
      'PACKAGE_JSON_INSTALLS_ALIAS',
      'PACKAGE_JSON_STAYS_ON_V2',
    ]);
    expect(run('PACKAGE_JSON_INSTALLS_ALIAS').code).to.include('"4.8.4"');
  });

  it('upgrades an alias of the same name, and reports one of another name', () => {
    expect(migrate('{"dependencies":{"socket.io":"npm:socket.io@2.0.4"}}').code).to.equal(
      '{"dependencies":{"socket.io":"npm:socket.io@4.8.4"}}',
    );
    expect(left({ devDependencies: { 'socket.io-2': 'npm:socket.io@^2.0.0' } })).to.deep.equal([
      'PACKAGE_JSON_INSTALLS_ALIAS socket.io-2',
    ]);
    expect(left({ devDependencies: { 'socket.io-4': 'npm:socket.io@^4.0.0' } })).to.deep.equal([]);
  });

  it('reports a TypeScript that is too old for the types of v4', () => {
    for (const range of ['~4.4.0', '^3.9.10'])
      expect(left({ devDependencies: { typescript: range } })).to.deep.equal([
        'PACKAGE_JSON_COMPANION_IS_TOO_OLD typescript',
      ]);
    for (const range of ['^4.5.0', '^5.0.0', '*'])
      expect(left({ devDependencies: { typescript: range } })).to.deep.equal([]);
  });

  it('stays on v2 while something blocks it, and names the reason', () => {
    const code = '{"dependencies":{"socket.io":"^2.5.0","@types/socket.io":"2"}}';
    const options = { to: '4.8.4', keepV2Clients: false };
    const { changed, findings } = migratePackageJson(code, {
      ...options,
      blockers: ['a.js:3 ORIGINS_NOT_READABLE'],
    });
    expect(changed).to.equal(false);
    expect(findings.map((finding) => `${finding.action} ${finding.code}`)).to.deep.equal([
      'manual PACKAGE_JSON_STAYS_ON_V2',
    ]);
    expect(findings[0]?.message).to.include('a.js:3 ORIGINS_NOT_READABLE');
    expect(migratePackageJson(code, options).code).to.equal('{"dependencies":{"socket.io":"^4.8.4"}}');
  });

  it('adds the drop-in beside socket.io, in the same form, once', () => {
    const options = { to: '4.8.4', keepV2Clients: false, dropIn: '^0.1.0' };
    for (const [before, after] of [
      [
        '{\n  "dependencies": {\n    "a": "1",\n    "socket.io": "^2.5.0",\n    "z": "1"\n  }\n}\n',
        '{\n  "dependencies": {\n    "a": "1",\n    "socket.io": "^4.8.4",\n    "socket.io-cors-compat": "^0.1.0",\n    "z": "1"\n  }\n}\n',
      ],
      [
        '{"dependencies":{"socket.io":"2.5.1"}}',
        '{"dependencies":{"socket.io":"4.8.4","socket.io-cors-compat":"^0.1.0"}}',
      ],
      [
        '{ "dependencies": { "@feathersjs/socketio": "^4.5.0" } }',
        '{ "dependencies": { "@feathersjs/socketio": "^4.5.0", "socket.io-cors-compat": "^0.1.0" } }',
      ],
      ['{}', '{ "dependencies": { "socket.io-cors-compat": "^0.1.0" } }'],
      ['{"name":"a"}', '{"name":"a","dependencies":{ "socket.io-cors-compat": "^0.1.0" }}'],
      ['{\r\n\t"dependencies": {}\r\n}', '{\r\n\t"dependencies": { "socket.io-cors-compat": "^0.1.0" }\r\n}'],
      [
        '{\n  "peerDependencies": { "socket.io": "^2.0.0" },\n  "devDependencies": { "socket.io": "2.5.1" }\n}',
        '{\n  "peerDependencies": { "socket.io": "^4.8.4" },\n  "devDependencies": { "socket.io": "4.8.4" },\n  "dependencies": { "socket.io-cors-compat": "^0.1.0" }\n}',
      ],
      [
        '{"devDependencies":{"socket.io":"2.5.1"}}',
        '{"devDependencies":{"socket.io":"4.8.4","socket.io-cors-compat":"^0.1.0"}}',
      ],
      [
        '{"dependencies":{"socket.io":"2.5.1"},"devDependencies":{"socket.io-cors-compat":"^0.1.0","a":"1"}}',
        '{"dependencies":{"socket.io":"4.8.4","socket.io-cors-compat":"^0.1.0"},"devDependencies":{"a":"1"}}',
      ],
    ] as const) {
      expect(migratePackageJson(before, options).code).to.equal(after);
      expect(migratePackageJson(after, options).code).to.equal(after);
    }
  });

  it('changes nothing but Socket.IO, whatever the formatting, and nothing in a second run', () => {
    const names = [
      'socket.io',
      'socket.io-client',
      '@types/socket.io',
      '@types/socket.io-client',
      'a',
      'b',
      'socket.io-redis',
    ];
    const ranges = ['^2.3.0', '2.5.1', '~1.7', '^4.0.0', '*', 'latest', 'github:x/y', ''];
    const packages = fc.dictionary(fc.constantFrom(...names), fc.constantFrom(...ranges));
    const fields = fc.dictionary(
      fc.constantFrom('dependencies', 'devDependencies', 'peerDependencies', 'overrides', 'name'),
      packages,
    );
    const space = fc.constantFrom('', '  ', '\t', '      ');
    fc.assert(
      fc.property(fields, space, fc.boolean(), (manifest, indent, keep) => {
        const code = JSON.stringify(manifest, undefined, indent);
        const after = migrate(code, keep).code;
        // The formatting of JSON.stringify is kept.
        expect(after).to.equal(JSON.stringify(JSON.parse(after), undefined, indent));
        const others = (text: string) =>
          JSON.parse(text, (key, value) =>
            /^(?:@types\/)?socket\.io(?:-client)?$/.test(key) ? undefined : value,
          );
        expect(others(after)).to.deep.equal(others(code));
        expect(migrate(after, keep).code).to.equal(after);
      }),
    );
  });
});
