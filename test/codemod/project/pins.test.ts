import { join } from 'node:path';
import { expect } from 'chai';
import { parseJson } from '../../../src/codemod/project/json.js';
import { pinsAround, pinsIn } from '../../../src/codemod/project/pins.js';
import { type Sandbox, sandbox } from '../../cli/sandbox.js';

describe('pinsIn', () => {
  it('names the package that each pin is for, and its place', () => {
    const pins = pinsIn(
      parseJson(
        '{"overrides":{"a":{".":"1","engine.io":"3.6.2"}},"resolutions":{"**/socket.io-parser":"3.4.3"}}',
      ),
    );
    expect(
      pins.map(({ name, range, found, at }) => [name, range, found, at?.node.loc?.start.column]),
    ).to.deep.equal([
      ['a', '', 'overrides', 14],
      ['a', '1', 'overrides', 19],
      ['engine.io', '3.6.2', 'overrides', 27],
      ['socket.io-parser', '3.4.3', 'resolutions', 64],
    ]);
  });
});

describe('pinsAround', () => {
  let box: Sandbox;
  beforeEach(() => {
    box = sandbox({
      'package.json': '{ "overrides": { "engine.io": "3.6.2" } }',
      'pnpm-workspace.yaml':
        "packages:\n  - 'a'\noverrides:\n  engine.io: ~3.6.0 # audit\n\n  'socket.io@2>engine.io': '3'\n  \"ws\": ^7.0.0\n  socket.io-parser: '>=3.4.3 <4'\r\nother:\n  b: 2\n",
      'a/package.json': '{ "overrides": { "ws": "1" } }',
    });
  });
  afterEach(() => box.remove());

  const around = (isMigrated: boolean) =>
    pinsAround(join(box.path, 'a'), () => isMigrated).map(({ name, range }) => `${name} ${range}`);

  it('reads the workspace of pnpm, and each package.json around the folder that is not migrated itself', () => {
    expect(around(true)).to.deep.equal(['engine.io ~3.6.0', 'ws ^7.0.0', 'socket.io-parser >=3.4.3 <4']);
    expect(around(false)).to.deep.equal([
      'engine.io ~3.6.0',
      'ws ^7.0.0',
      'socket.io-parser >=3.4.3 <4',
      'engine.io 3.6.2',
    ]);
  });

  it('leaves out a package.json that is not JSON', () => {
    box.write({ 'package.json': '<<<<<<< ours' });
    expect(around(false)).to.deep.equal(['engine.io ~3.6.0', 'ws ^7.0.0', 'socket.io-parser >=3.4.3 <4']);
  });
});
