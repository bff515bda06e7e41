import { expect } from 'chai';
import { translateCors, type Warning } from '../../../src/index.js';
import { crashesDuring } from './crashes-during.js';
import { mapLimited } from './map-limited.js';
import { openSession } from './open-session.js';
import { capabilitiesOf, type PageCapabilities } from './page-capabilities.js';
import { PREFLIGHT_CONFIGURATIONS, type PreflightConfiguration } from './preflight-configurations.js';
import { exactVersion, type LegacyRelease, type ModernRelease } from './releases.js';
import { type RunningServer, startLegacy, startModern } from './servers.js';

const PAGES = [
  'https://example.com',
  'http://localhost:3000',
  'https://other.example',
  'https://evil.example',
  'null',
];

const PLANS: readonly { from: LegacyRelease; to: ModernRelease; semantics: 'exact' | 'documented' }[] = [
  { from: '2.5', to: '4.8', semantics: 'documented' },
  { from: '2.5', to: '4.8', semantics: 'exact' },
  { from: '2.5', to: '4.0', semantics: 'documented' },
  { from: '2.0', to: '4.8', semantics: 'documented' },
  { from: '2.4.0', to: '4.8', semantics: 'exact' },
];

describe('parity: what a page may do', () => {
  for (const { from, to, semantics } of PLANS) {
    describe(`from socket.io ${from} to ${to}, ${semantics}`, () => {
      for (const configuration of PREFLIGHT_CONFIGURATIONS) {
        it(`handlePreflightRequest: ${configuration.desc}`, async () => {
          const { options, warnings } = translateCors(configuration.settings, {
            from: exactVersion(from),
            to: exactVersion(to),
            semantics,
          });
          const v2 = await pagesOf(
            await startLegacy(from, configuration.settings),
            3,
            configuration,
            (origin) => configuration.hangs === true || configuration.killsV2?.(origin) === true,
          );
          const { result: v4, crashes } = await crashesDuring(async () =>
            pagesOf(await startModern(to, options), 4, configuration, () => false),
          );
          expect(crashes).to.be.empty;
          const problems = PAGES.flatMap((origin, i) =>
            judgePage(v2[i] as PageCapabilities, v4[i] as PageCapabilities, configuration, warnings).map(
              (problem) => `  page ${origin}: ${problem}`,
            ),
          );
          expect(v2.reduce((count, { sends }) => count + sends.size, 0)).to.be.greaterThan(50);
          if (problems.length > 0) {
            const listed = warnings.map(({ code, effect }) => `${code} (${effect})`).join(', ') || 'none';
            expect.fail(`${configuration.desc}\n${problems.join('\n')}\n  warnings: ${listed}`);
          }
        });
      }
    });
  }
});

async function pagesOf(
  server: RunningServer,
  eio: 3 | 4,
  { withoutHandler, hangs }: PreflightConfiguration,
  without: (origin: string) => boolean,
): Promise<PageCapabilities[]> {
  try {
    // Without a handler v2 answers only the preflights of a session, and those for every page that knows its id.
    const session = withoutHandler ? await openSession(server, eio, PAGES) : {};
    return await mapLimited(PAGES, 5, (origin) =>
      capabilitiesOf(server, eio, origin, {
        ...session,
        ...(hangs ? { timeoutMs: 250 } : {}),
        without: without(origin),
      }),
    );
  } finally {
    await server.close();
  }
}

/**
 * What a page can do on one server and not on the other, and no warning says so.
 *
 * A preflight that v2 let through for a page that it then refused was of no use to that page, so v4 may stop it.
 */
function judgePage(
  v2: PageCapabilities,
  v4: PageCapabilities,
  { settings }: PreflightConfiguration,
  warnings: readonly Warning[],
): string[] {
  const warned = (effect: Warning['effect']) =>
    warnings.some(
      (warning) => warning.effect === effect && warning.code !== 'LEGACY_CLIENTS_NEED_ALLOW_EIO3',
    );
  const problems: string[] = [];
  if (v2.admitted && !v4.readsWithCredentials && !warned('closes')) {
    problems.push('was admitted, and may not read its session with credentials');
  }
  if (!v2.admitted && v4.admitted && !warned('opens')) problems.push('was refused, and is admitted');
  const readable = v4.readsWithCredentials || v4.readsWithoutCredentials;
  if (!v4.admitted && readable && !settings.allowRequest)
    problems.push('is refused, and may read the refusal');
  for (const [request, sent] of v4.sends) {
    const before = v2.sends.get(request) === true;
    if (sent && !before && !warned('opens')) problems.push(`may now send ${request}`);
    if (!sent && before && v2.admitted && !warned('closes')) problems.push(`may no longer send ${request}`);
  }
  return problems;
}
