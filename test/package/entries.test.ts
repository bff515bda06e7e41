import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { installInProject, type PackedProject } from './packed.js';

const TSC = resolve(import.meta.dirname, '../../node_modules/.bin/tsc');

const USE = `
const { options, warnings, policy } = translateCors({ origins: ['https://example.com:443'] });
console.log(JSON.stringify([options.cors.origin, typeof options.allowRequest, policy.era, warnings.map(({ code }) => code)]));
try { translateCors({ origins: 3000 }); } catch (error) { console.log(error instanceof LegacySettingsError, error.issues[0].path); }
`;

const TYPED_USE = `
const settings: LegacyCorsSettings = { origins: ['https://example.com'], handlePreflightRequest: (req, res) => { res.end(); } };
const { options, warnings } = translateCors(settings, { from: '^2.3.0', semantics: 'exact' });
const code: WarningCode | undefined = warnings[0]?.code;
export const server = new Server(options);
export const seen = [code, LegacySettingsError];
// @ts-expect-error v2 took no number
translateCors({ origins: 3000 });
// @ts-expect-error there is no such semantics
translateCors({}, { semantics: 'loose' });
`;

describe('the package as users get it', function () {
  this.timeout(120_000);
  let project: PackedProject;
  before(() => {
    project = installInProject('socket.io@4.8.4', '@types/node@20');
  });
  after(() => project?.remove());

  const printed =
    '[["https://example.com"],"function","scheme-host-port",["MISSING_ORIGIN_REFUSED","LEGACY_CLIENTS_NEED_ALLOW_EIO3"]]\ntrue origins\n';

  it('is imported', () => {
    writeFileSync(
      join(project.folder, 'use.mjs'),
      `import { translateCors, LegacySettingsError } from 'socket.io-cors-compat';${USE}`,
    );
    expect(project.run(['use.mjs'])).to.equal(printed);
  });

  it('is required', () => {
    writeFileSync(
      join(project.folder, 'use.cjs'),
      `const { translateCors, LegacySettingsError } = require('socket.io-cors-compat');${USE}`,
    );
    expect(project.run(['use.cjs'])).to.equal(printed);
  });

  it('gives its version', () => {
    const version = project.run(['-p', "require('socket.io-cors-compat/package.json').version"]).trim();
    expect(version).to.match(/^\d+\.\d+\.\d+$/);
  });

  for (const [kind, file, module] of [
    ['ESM', 'typed.mts', 'nodenext'],
    ['CommonJS', 'typed.cts', 'nodenext'],
    ['a bundler', 'bundled.ts', 'preserve'],
  ] as const) {
    it(`has types for ${kind}`, () => {
      const imports = `import { Server } from 'socket.io';\nimport { translateCors, LegacySettingsError, type LegacyCorsSettings, type WarningCode } from 'socket.io-cors-compat';`;
      writeFileSync(join(project.folder, file), imports + TYPED_USE);
      const options = ['--noEmit', '--strict', '--target', 'es2021', '--module', module, '--types', 'node'];
      const resolution = module === 'preserve' ? ['--moduleResolution', 'bundler'] : [];
      const { stdout } = spawnSync(TSC, [...options, ...resolution, file], {
        cwd: project.folder,
        encoding: 'utf8',
      });
      expect(stdout).to.equal('');
    });
  }
});
