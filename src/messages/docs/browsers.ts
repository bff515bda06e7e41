import type { CodeDoc } from './code-doc.js';

/** Names in Firefox's catalogue that no server can cause, so that the doctor never reports them. */
export const browserDocs = {
  CORSDisabled: {
    summary: 'The user has disabled CORS in Firefox.',
    cause:
      'The preference `content.cors.disable` is `true` in `about:config`, so Firefox blocks every cross-origin request.',
    fix: 'Set `content.cors.disable` to `false`. No server setting helps.',
    browsers: { firefox: 'Reason: CORS disabled' },
  },
  CORSOriginHeaderNotAdded: {
    summary: 'The browser could not add an `Origin` header to the request.',
    cause: 'Firefox could not set the `Origin` header, so it did not send the request.',
    fix: 'Reload the page without extensions that change request headers. No server setting helps.',
    browsers: { firefox: 'Reason: CORS header ‘Origin’ cannot be added' },
  },
} as const satisfies Readonly<Record<string, CodeDoc>>;
