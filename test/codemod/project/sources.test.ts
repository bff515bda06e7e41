import { realpathSync, symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { DiscoveredFile } from '../../../src/codemod/project/discover.js';
import { readSource } from '../../../src/codemod/project/sources.js';
import { type Sandbox, sandbox } from '../../cli/sandbox.js';

describe('readSource', () => {
  let box: Sandbox;
  beforeEach(() => {
    box = sandbox();
  });
  afterEach(() => box.remove());

  const fileOf = (name: string, more: Partial<DiscoveredFile> = {}): DiscoveredFile => {
    const root = realpathSync(box.path);
    return { path: join(root, name), root, kind: 'source', named: 'folder', ...more };
  };
  const read = (content: string | Buffer, more: Partial<DiscoveredFile> = {}, vendored?: string) => {
    box.write({ 'a.js': content });
    const source = readSource(fileOf('a.js', more), vendored);
    return source === undefined ? 'unrelated' : (source.skipped ?? 'kept');
  };

  for (const word of [
    'socket.io',
    'socketio',
    'sails-hook-sockets',
    'WebSocketGateway',
    'origins:',
    'handlePreflightRequest',
    'checkRequest',
    'allowRequest',
    'hub[name](list)',
    'hub[names[index]](list)',
  ])
    it(`keeps a file with the word ${word}`, () => {
      expect(read(`before ${word} after`)).to.equal('kept');
    });

  it('drops files without such a word', () => {
    expect(read("const plugins = [bracket(), isPreflight, 'origin'];")).to.equal('unrelated');
    expect(readSource(fileOf('gone.js'), undefined)).to.equal(undefined);
  });

  it('keeps a file without an extension only if its first line names Node, or it loads Socket.IO', () => {
    const script = { kind: 'script' } as const;
    expect(read('#!/usr/bin/env node\norigins', script)).to.equal('kept');
    expect(read('#!/usr/local/bin/ts-node\norigins', script)).to.equal('kept');
    expect(read("require('socket.io')(3000, { origins });", script)).to.equal('kept');
    expect(read("Call require('socket.io')(3000, { origins })", script)).to.equal('unrelated');
    expect(read('#!/bin/sh\necho origins node', script)).to.equal('unrelated');
  });

  it('detects minified and generated files, unless they are named, but not files with long strings', () => {
    const isGenerated = (content: string, more: Partial<DiscoveredFile> = {}) => {
      box.write({ 'a.js': content });
      const source = readSource(fileOf('a.js', more), undefined);
      return source?.isGenerated;
    };
    const dense = `origins;${'f("a",x=>{return x+1});'.repeat(500)}\n`;
    expect(isGenerated(dense)).to.equal(true);
    expect(isGenerated(dense, { named: 'path' })).to.equal(false);
    expect(isGenerated(dense, { kind: 'page' })).to.equal(false);
    expect(isGenerated('// @generated\norigins')).to.equal(true);
    expect(isGenerated(`const key = '${'QUJD'.repeat(5000)}';\norigins\n`)).to.equal(false);
  });

  for (const banner of [
    '/*!\n * Socket.IO v2.5.0\n * (c) 2014-2022 Guillermo Rauch\n */',
    '/*! Socket.IO.js build:0.9.16, development. Copyright(c) 2011 LearnBoost */',
    '/*!\n * Socket.IO v4.7.5\n */',
  ])
    it(`skips a copy of Socket.IO: ${banner.split('\n').join(' ')}`, () => {
      expect(read(`${banner}\norigins`)).to.include('a copy of Socket.IO');
    });

  it("skips the files of Socket.IO's own packages, but not files with the app's banner", () => {
    expect(read('origins', {}, 'engine.io')).to.include('a copy of engine.io');
    expect(read("/* Socket.IO v2.3.0 chat */\nrequire('socket.io')(3000);")).to.equal('kept');
    expect(read('/* chat with Socket.IO v2 servers */\norigins')).to.equal('kept');
  });

  it('says why a file is not read, and fails if that file was named', () => {
    symlinkSync('/dev/zero', join(box.path, 'link.js'));
    box.write({ 'video.ts': 'origins' });
    truncateSync(join(box.path, 'video.ts'), 2 ** 33);
    for (const name of ['link.js', 'video.ts']) {
      expect(readSource(fileOf(name), undefined)).to.have.property('skipped');
      expect(() => readSource(fileOf(name, { named: 'path' }), undefined)).to.throw();
    }
  });

  it('says that a link to a folder is skipped, but not a link to another file without an extension', () => {
    box.write({ 'lib/a.js': 'origins' });
    const script = { kind: 'script' } as const;
    for (const [name, to] of [
      ['shared', 'lib'],
      ['tool', 'lib/a.js'],
      ['gone', 'nowhere'],
      ['self', 'self'],
    ] as const)
      symlinkSync(to, join(box.path, name));
    expect(readSource(fileOf('shared', script), undefined)).to.have.property('skipped');
    for (const name of ['tool', 'gone', 'self'])
      expect(readSource(fileOf(name, script), undefined), name).to.equal(undefined);
  });

  it('skips files that are not UTF-8, if they may concern Socket.IO', () => {
    expect(read(Buffer.from('// \xe9\norigins', 'latin1'))).to.include('UTF-8');
    expect(read(Buffer.from('\uFEFForigins', 'utf16le'))).to.include('UTF-8');
    expect(read(Buffer.from('\uFEFForigins', 'utf16le').swap16())).to.include('UTF-8');
    expect(read(Buffer.from('// \xe9\n', 'latin1'))).to.equal('unrelated');
    expect(read('\uFEFForigins')).to.equal('kept');
  });
});
