import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { migrateSource } from '../../src/codemod/index.js';
import { installInProject, type PackedProject } from './packed.js';

/** The first that reads the types of v4 by "exports", and the last of each major. */
const TYPESCRIPTS = ['4.7.4', '4.9.5', '5.9.3', '6.0.3', '7.0.2'];

const VALUES = {
  translator: ['LegacySettingsError', 'translateCors'],
  server: ['Server'],
  observe: ['observe'],
  codemod: ['migrateSource'],
  doctor: ['diagnose', 'probe'],
};

const ESM = `
import http from 'node:http';
import { ${VALUES.translator}, type LegacyCorsSettings, type Warning, type WarningCode } from 'socket.io-cors-compat';
import socketIo, { ${VALUES.server}, type Namespace, type ServerOptions, type Socket } from 'socket.io-cors-compat/server';
import { ${VALUES.observe}, type ObservationReport, type ObserveOptions } from 'socket.io-cors-compat/observe';
import { ${VALUES.codemod}, type Finding } from 'socket.io-cors-compat/codemod';
import { ${VALUES.doctor}, type Diagnosis, type Observation } from 'socket.io-cors-compat/doctor';
import socketIoCors from 'socket.io-cors-compat/eslint';
import { Server as V4Server } from 'socket.io';
`;

const CJS = `
import http = require('http');
import cors = require('socket.io-cors-compat');
import socketIo = require('socket.io-cors-compat/server');
import observer = require('socket.io-cors-compat/observe');
import codemod = require('socket.io-cors-compat/codemod');
import doctor = require('socket.io-cors-compat/doctor');
import socketIoCors = require('socket.io-cors-compat/eslint');
import { Server as V4Server } from 'socket.io';
type LegacyCorsSettings = cors.LegacyCorsSettings; type Warning = cors.Warning; type WarningCode = cors.WarningCode;
type Finding = codemod.Finding; type Diagnosis = doctor.Diagnosis; type Observation = doctor.Observation;
type ObservationReport = observer.ObservationReport; type ObserveOptions = observer.ObserveOptions;
const { ${VALUES.observe} } = observer; const { ${VALUES.translator} } = cors; const { ${VALUES.codemod} } = codemod; const { ${VALUES.doctor} } = doctor;
import Server = socketIo.Server; type ServerOptions = socketIo.ServerOptions;
type Socket = socketIo.Socket; type Namespace = socketIo.Namespace;
`;

/** Source for v2 whose migrated form has every helper that the codemod prints with types. */
const LEGACY = `
import { createServer } from 'node:http';
import socketIo = require('socket.io');
type Check = (origin: string, callback: (error: string | null, allowed: boolean) => void) => void;
declare const setting: string | string[] | Check;
declare const check: Check;
export const byList = socketIo(createServer(), { origins: ['https://example.com:443', 'example.com:*'] });
export const atRunTime = socketIo(createServer(), { origins: process.env.ORIGINS });
export const split = socketIo(createServer());
split.origins((process.env.ORIGINS || '').split(','));
export const byFunction = socketIo(createServer(), { origins: check });
export const byEither = socketIo(createServer());
byEither.origins(setting);
const given: socketIo.ServerOptions = { origins: ['https://example.com:443'] };
export const byOptions = socketIo(createServer(), given);
export const required = require('socket.io')(createServer(), { origins: process.env.ORIGINS });
declare const entries: readonly string[];
export const asserted = socketIo(createServer());
asserted.origins(entries as string[]);
`;

describe('the types as users get them', function () {
  this.timeout(300_000);
  let project: PackedProject;
  before(() => {
    const compilers = TYPESCRIPTS.map((version) => `typescript-${version}@npm:typescript@${version}`);
    const beside = ['socket.io@4.8.4', 'eslint@9.39.5', '@opentelemetry/api@1.10.0', '@types/node@20.19.43'];
    project = installInProject(...beside, ...compilers);
    const use = readFileSync(resolve(import.meta.dirname, 'use.txt'), 'utf8');
    writeFileSync(join(project.folder, 'use.mts'), ESM + use);
    writeFileSync(join(project.folder, 'use.cts'), CJS + use.replaceAll('new Server', 'new socketIo.Server'));
    copyFileSync(join(project.folder, 'use.mts'), join(project.folder, 'use.ts'));
    copyFileSync(join(project.folder, 'use.cts'), join(project.folder, 'use-require.ts'));
  });
  after(() => project?.remove());

  const compile = (typescript: string, files: readonly string[], module: string, resolution: string) =>
    project.spawn(process.execPath, [
      join('node_modules', `typescript-${typescript}`, 'bin/tsc'),
      ...['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess'],
      ...['--skipLibCheck', 'false', '--target', 'es2021', '--types', 'node'],
      ...['--module', module, '--moduleResolution', resolution, ...files],
    ]);

  it('serve TypeScript 5.9.3 for CommonJS that knows no "exports", as most programs for v2 are compiled', () => {
    expect(errors(compile('5.9.3', ['use-require.ts'], 'commonjs', 'node10'))).to.deep.equal([]);
  });

  it('let the codemod migrate a program in TypeScript that all of them compile', () => {
    const { code, findings } = migrateSource(LEGACY, { filename: 'migrated.ts', from: '2.5.1' });
    expect(findings.filter(({ action }) => action === 'manual').map(({ code }) => code)).to.deep.equal([]);
    writeFileSync(join(project.folder, 'migrated.ts'), code);
    for (const typescript of TYPESCRIPTS)
      expect(errors(compile(typescript, ['migrated.ts'], 'nodenext', 'nodenext')), typescript).to.deep.equal(
        [],
      );
  });

  for (const typescript of TYPESCRIPTS) {
    // Both module systems at once: a compiler spends most of its time on Node's own types.
    for (const [kind, files, module, resolution] of [
      ['ESM and CommonJS', ['use.mts', 'use.cts'], 'nodenext', 'nodenext'],
      ['ESM and CommonJS under node16', ['use.mts', 'use.cts'], 'node16', 'node16'],
      ['a bundler', ['use.ts'], 'esnext', 'bundler'],
    ] as const) {
      // TypeScript 5 came with that resolution.
      if (resolution === 'bundler' && typescript < '5') continue;
      it(`serve TypeScript ${typescript} for ${kind}, declarations checked too`, () => {
        expect(errors(compile(typescript, files, module, resolution))).to.deep.equal([]);
      });
    }
  }
});

/** The errors that are not within other packages: the types of Node and of engine.io need a newer TypeScript. */
function errors({ stdout, status }: ReturnType<PackedProject['spawn']>): string[] {
  const all = stdout.split('\n').filter((line) => /^\S/.test(line));
  if (status !== 0 && all.length === 0) return [`exit code ${status}`];
  return all.filter((line) => !/^node_modules\/(?!socket\.io-cors-compat\/)/.test(line));
}
