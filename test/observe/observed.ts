import { mergeReports } from '../../src/observe/merge.js';
import type { ObservationReport, ObservedOrigin, StoredReport } from '../../src/observe/report.js';

const TIME = '2026-01-02T03:04:05.678Z';

/** A line of a report: polling requests of v4 clients, with the given changes. */
export function observed(fields: Partial<ObservedOrigin>): ObservedOrigin {
  const { admitted = 0, refused = 0 } = fields;
  return {
    ...{ origin: 'https://example.com', from: 'origin', polling: admitted + refused, websocket: 0, jsonp: 0 },
    ...{
      eio3: 0,
      eio4: admitted + refused,
      admitted,
      refused,
      translated: null,
      firstSeen: TIME,
      lastSeen: TIME,
    },
    ...fields,
  };
}

/** A stored report of one handshake with 2.5.1, with the given changes. */
export function stored(fields: Partial<StoredReport> = {}): StoredReport {
  return {
    ...{ version: 1, since: TIME, until: TIME, server: { release: '2.5.1', protocol: 'v2' } },
    ...{
      handshakes: 1,
      differences: 0,
      origins: [observed({ admitted: 1 })],
      others: 0,
      preflightHeaders: [],
    },
    ...fields,
  };
}

/** The reports of several processes, added up. */
export function merged(reports: Iterable<StoredReport>, minHandshakes?: number): ObservationReport {
  return mergeReports(reports, minHandshakes) as ObservationReport;
}
