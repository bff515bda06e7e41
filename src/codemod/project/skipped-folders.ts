/** Folders of other people's code, and git's own. */
export const SKIPPED_FOLDERS: ReadonlySet<string> = new Set([
  'node_modules',
  '.git',
  'bower_components',
  'jspm_packages',
]);
