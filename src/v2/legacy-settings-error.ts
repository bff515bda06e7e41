/** One setting that no v2 server accepted. */
export interface SettingsIssue {
  /** Where it stands, as `origins[1]`. */
  readonly path: string;
  /** What was found, and what is accepted. */
  readonly message: string;
}

/**
 * Thrown for settings that no v2 server accepted. It lists all of them, and nothing was translated.
 *
 * @example
 * try { translateCors({ origins: 3000, from: 'two' }) } catch (error) { console.error(error.issues) }
 */
export class LegacySettingsError extends TypeError {
  override readonly name = 'LegacySettingsError';
  readonly code = 'ERR_LEGACY_SETTINGS';
  readonly issues: readonly SettingsIssue[];

  constructor(issues: readonly SettingsIssue[]) {
    super(['Socket.IO v2 settings that cannot be translated:', ...issues.map(bullet)].join('\n'));
    this.issues = issues;
  }
}

function bullet({ path, message }: SettingsIssue): string {
  return `  - ${path}: ${message}`;
}
