import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { expect } from 'chai';
import type { ServerOptions } from 'socket.io';
import { register } from 'tsx/cjs/api';
import { type MigrateOptions, migrateSource } from '../../../src/codemod/index.js';
import { migratePackageJson } from '../../../src/codemod/project/package-json.js';
import { translateCors } from '../../../src/index.js';
import { chapters } from '../../../src/messages/docs/index.js';
import { type Outcome, runBlock } from '../../docs/run-block.js';

/** Requests that make a function fail that expects something else. */
const REQUESTS: readonly IncomingMessage['headers'][] = [
  { origin: 'https://example.com' },
  { origin: 'no URL' },
  {},
];

const [settings, server, codemod] = chapters.map(({ codes }) => codes);

/** The options of the command without which a code is not reported. */
const OPTIONS: Readonly<Record<string, MigrateOptions | undefined>> = {
  CLIENT_WITHOUT_CREDENTIALS: { from: '2.5.1' },
  DROP_IN_NEEDS_SETTINGS: { from: '2.4.0', fallback: 'drop-in' },
  FALLBACK_TO_DROP_IN: { fallback: 'drop-in' },
};

describe('the examples of docs/codes.md', () => {
  for (const { code, before, after } of [...(settings ?? []), ...(server ?? [])]) {
    if (before === undefined || after === undefined) continue;
    const codesOf = code.endsWith('_FAILED') ? codesAtRunTime : codesOfSettings;
    it(`get ${code} before, and not after`, async () => {
      expect(await codesOf(before)).to.include(code);
      expect(await codesOf(after)).to.not.include(code);
    });
  }

  for (const { code, packageJson } of codemod ?? []) {
    if (packageJson === undefined) continue;
    it(`get ${code} in package.json`, () => {
      const { findings } = migratePackageJson(packageJson, {
        ...{ to: '4.8.4', keepV2Clients: false, tooOld: code.startsWith('RELEASE') ? '0.9.16' : undefined },
      });
      expect(findings.map((finding) => finding.code)).to.include(code);
    });
  }

  for (const { code, before, after } of codemod ?? []) {
    if (before === undefined || after === undefined) continue;
    it(`get ${code} before, and not after`, () => {
      const options = { filename: 'server.js', ...OPTIONS[code] };
      const codesOf = (text: string) => migrateSource(text, options).findings.map((finding) => finding.code);
      expect(codesOf(before)).to.include(code);
      expect(codesOf(after)).to.not.include(code);
    });
  }
});

/** The codes that translations have, and those that drop-in servers have reported after a handshake. */
async function codesOfSettings(text: string): Promise<string[]> {
  const { translations, servers, warnings } = runBlock({ code: text }, translateCors, {
    isLegacy: isV2(text),
  });
  for (const { allowRequest } of servers) await handshake(allowRequest, REQUESTS[0] ?? {});
  return [...translations.flatMap((translation) => translation.warnings), ...warnings].map(
    ({ code }) => code,
  );
}

/** The codes that the process warns of while the servers get handshakes. */
async function codesAtRunTime(text: string): Promise<string[]> {
  // A code is emitted once per process, so this needs a copy of the package that has emitted nothing yet.
  const loader = register({ namespace: randomUUID() });
  const fresh = loader.require('../../../src/index.ts', import.meta.url) as {
    translateCors: typeof translateCors;
  };
  const codes: string[] = [];
  const listeners = process.listeners('warning');
  process.removeAllListeners('warning').on('warning', (warning) => {
    codes.push((warning as NodeJS.ErrnoException).code ?? warning.name);
  });
  try {
    for (const { allowRequest } of optionsOf(
      runBlock({ code: text }, fresh.translateCors, { isLegacy: isV2(text) }),
    ))
      for (const headers of REQUESTS) await handshake(allowRequest, headers);
    await new Promise(setImmediate);
  } finally {
    loader.unregister();
    process.removeAllListeners('warning');
    for (const listener of listeners) process.on('warning', listener);
  }
  return codes;
}

/** An example calls the module of v2, and makes a `Server` of v4. */
const isV2 = (text: string): boolean => text.includes("require('socket.io')(");

const optionsOf = ({ translations, servers }: Outcome): Partial<ServerOptions>[] => [
  ...translations.map(({ options }) => options),
  ...servers,
];

function handshake(
  allowRequest: ServerOptions['allowRequest'] | undefined,
  headers: IncomingMessage['headers'],
): Promise<void> {
  const request = { headers, method: 'GET', socket: {}, _query: {} } as unknown as IncomingMessage;
  return new Promise((resolve) => {
    if (allowRequest === undefined) resolve();
    else allowRequest(request, () => resolve());
  });
}
