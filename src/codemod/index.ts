export type { Finding, MigrateFailure, MigrateOptions, MigrateResult } from './findings/finding.js';
export { migrateSource } from './migrate-source.js';
