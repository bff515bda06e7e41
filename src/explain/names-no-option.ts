/** What the server of v2 took, and what v3 and v4 added and people have written beside it. */
const OPTIONS: ReadonlySet<string> = new Set(
  (
    'origins originsCalls handlePreflightRequest allowRequest adapter allowEIO3 allowUpgrades connectTimeout cookie ' +
    'cookieHttpOnly cookiePath cors corsCompat destroyUpgrade destroyUpgradeTimeout httpCompression initialPacket ' +
    'maxHttpBufferSize parser path perMessageDeflate pingInterval pingTimeout resource serveClient transports ' +
    'upgradeTimeout wsEngine'
  ).split(' '),
);

/**
 * The names in an object that has some, none of them an option of a Socket.IO server: a `package.json`, say, or
 * `{ "origin": … }`. What such an object means must not be explained as the settings of a server.
 *
 * @returns undefined for everything else
 * @example namesNoOption({ name: 'app', version: '1.0.0' }) // ['name', 'version']
 */
export function namesNoOption(settings: unknown): readonly string[] | undefined {
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) return undefined;
  const names = Object.keys(settings);
  return names.length === 0 || names.some((name) => OPTIONS.has(name)) ? undefined : names;
}
