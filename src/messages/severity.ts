/** `danger`: a hole or an outage. `warning`: a surprise. `info`: good to know. */
export type Severity = 'danger' | 'warning' | 'info';

/** Whether v4 will allow more requests than v2 did (`opens`), fewer (`closes`), or the same (`none`). */
export type Effect = 'opens' | 'closes' | 'none';
