/** How many handshakes a policy allowed and refused. */
export interface Decisions {
  readonly admitted: number;
  readonly refused: number;
}

/** The handshakes of one origin. */
export interface ObservedOrigin {
  /** `https://example.com`, or `null` as browsers send it for pages without an origin; null if there was none. */
  readonly origin: string | null;
  /** The header it was read from. Of a `Referer`, only the origin is kept. */
  readonly from: 'origin' | 'referer' | 'none';
  /** By transport; a JSONP request is not counted as polling. */
  readonly polling: number;
  readonly websocket: number;
  readonly jsonp: number;
  /** By protocol: clients of Socket.IO 1 and 2 speak revision 3 of Engine.IO's, those of 3 and 4 revision 4. */
  readonly eio3: number;
  readonly eio4: number;
  /** The server's decisions. */
  readonly admitted: number;
  readonly refused: number;
  /** The decisions of its translated settings on v4; null if no settings are known. */
  readonly translated: Decisions | null;
  /** The decisions of the candidate settings on v4. */
  readonly candidate?: Decisions;
  /** ISO 8601. */
  readonly firstSeen: string;
  readonly lastSeen: string;
}

/** An origin that needs a look before it is listed. */
export interface Suspicious {
  readonly origin: string;
  readonly reason: 'null' | 'file' | 'ip' | 'look-alike';
  /** The more frequent origin that it looks like. */
  readonly like?: string;
  readonly message: string;
}

/** The list to write. */
export interface Suggestion {
  /** For v2's `origins`: each origin as the observed release matches it. */
  readonly origins: readonly string[];
  /** v4's `cors`. It refuses no handshake without an `allowRequest` beside it: `socketio-cors report` prints both. */
  readonly cors: {
    readonly origin: readonly string[];
    readonly methods: readonly string[];
    readonly allowedHeaders: readonly string[];
    readonly credentials: true;
  };
  /** Whether clients of Socket.IO 1 and 2 still connect. */
  readonly allowEIO3: boolean;
  /** Origins that connect and are not in the list, because they need a look first. */
  readonly suspicious: readonly Suspicious[];
}

/** The result of `observe()`: who connects, and which list to write. */
export interface ObservationReport {
  readonly version: 1;
  /** When counting began, and the time of the report. ISO 8601. */
  readonly since: string;
  readonly until: string;
  readonly server: { readonly release: string | null; readonly protocol: 'v2' | 'v4' };
  /** Requests without a session that reached the server's check and were decided. */
  readonly handshakes: number;
  /** Handshakes that the server and its translated settings decide differently. */
  readonly differences: number;
  /** Handshakes that the server and the candidate settings decide differently. */
  readonly candidateDifferences?: number;
  readonly origins: readonly ObservedOrigin[];
  /** Handshakes of further origins, which are not listed. */
  readonly others: number;
  /** The headers that preflights asked for, in lower case. */
  readonly preflightHeaders: readonly string[];
  readonly suggestion: Suggestion;
}

/** A report as it is written to a file. The suggestion is made again from it. */
export type StoredReport = Omit<ObservationReport, 'suggestion'> & {
  /** Identifies the candidate settings, so that their counts are not continued for other ones. */
  readonly candidateSettings?: string;
};
