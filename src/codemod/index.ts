export { migrateSource } from './migrate-source.js';
export type { Finding, MigrateFailure, MigrateOptions, MigrateResult } from './types.js';
