export { migrateSource } from './migrate.js';
export type { Finding, MigrateFailure, MigrateOptions, MigrateResult } from './types.js';
