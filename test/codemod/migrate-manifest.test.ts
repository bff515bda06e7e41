import { expect } from 'chai';
import fc from 'fast-check';
import { COMPANIONS } from '../../src/codemod/project/companions.js';
import { migrateManifest } from '../../src/codemod/project/migrate-manifest.js';

const migrate = (code: string, keepV2Clients = false) => migrateManifest(code, '4.8.4', keepV2Clients);
const left = (manifest: object, keepV2Clients = false) =>
  migrate(JSON.stringify(manifest), keepV2Clients)
    .findings.filter(({ action }) => action === 'manual')
    .map(({ code, subject }) => `${code} ${subject}`);

describe('migrateManifest', () => {
  describe('changes no byte but those that must change', () => {
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

  it('leaves types beside a release of which nobody knows whether it has its own', () => {
    for (const range of ['github:socketio/socket.io', 'workspace:*', 'catalog:', '']) {
      const code = JSON.stringify({ dependencies: { 'socket.io': range, '@types/socket.io': '2' } });
      expect(migrate(code), range).to.deep.equal({ code, changed: false, findings: [] });
    }
  });

  it('leaves what is no package.json as it is, and says why where it is no JSON', () => {
    for (const code of ['[]', 'null', '{"dependencies":["socket.io"]}', '{"dependencies":{"socket.io":2}}'])
      expect(migrate(code)).to.deep.equal({ code, changed: false, findings: [] });
    const { failure, changed } = migrate('// mine\n{"dependencies":{"socket.io":"2"}}');
    expect(changed).to.equal(false);
    expect(failure?.message).to.include('JSON');
  });

  it('leaves the client, its types and what is for clients alone where v2 clients are kept', () => {
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
      'MANIFEST_COMPANION_IS_FOR_V2 ngx-socket-io',
      'MANIFEST_PINS_V2 socket.io-client',
    ]);
  });

  describe('names packages that go with v2, and what to do', () => {
    for (const [name, { first }] of COMPANIONS) {
      it(name, () => {
        const code = JSON.stringify({ devDependencies: { [name]: '^1.0.0' } });
        const { findings, changed } = migrate(code);
        expect(changed).to.equal(false);
        expect(findings.map(({ code, action }) => `${action} ${code}`)).to.deep.equal([
          'manual MANIFEST_COMPANION_IS_FOR_V2',
        ]);
        expect(findings[0]?.message).to.include(`${name} ^1.0.0`);
        expect(findings[0]?.remedy).to.match(/Upgrade it to|has taken its place|remove it, or|new Server\(/);
        if (first === undefined) return;
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

  it('names what keeps v2 installed', () => {
    const pins = { 'socket.io': '2.5.1', 'socket.io-client': '^4.0.0', a: '1' };
    expect(left({ overrides: pins })).to.deep.equal(['MANIFEST_PINS_V2 socket.io']);
    expect(left({ resolutions: pins })).to.deep.equal(['MANIFEST_PINS_V2 socket.io']);
    expect(left({ pnpm: { overrides: pins } })).to.deep.equal(['MANIFEST_PINS_V2 socket.io']);
    expect(left({ config: { overrides: pins } })).to.deep.equal([]);
    const [finding] = migrate('{\n  "overrides": {\n    "socket.io": "2.5.1"\n  }\n}').findings;
    expect(finding).to.include({ line: 3, column: 5, action: 'manual' });
  });

  it('gives JSON with the same in it but for Socket.IO, however it is written, and the same when run again', () => {
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
        // What is written as JSON.stringify writes it stays so.
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
