/** How bad it is to ignore: `danger` is a hole or an outage, `warning` a surprise, `info` a fact to know. */
export type Severity = 'danger' | 'warning' | 'info';

/** Whether v4 will admit more requests than v2 did (`opens`), fewer (`closes`), or the same (`none`). */
export type Effect = 'opens' | 'closes' | 'none';
