export type { Finding, MigrateFailure, MigrateOptions, MigrateResult } from './finding.js';
export { migrateSource } from './migrate-source.js';
