/** What maps the names of events to their listeners' types. */
export interface EventsMap {
  // biome-ignore lint/suspicious/noExplicitAny: v4's own constraint, which any interface meets
  [event: string]: any;
}
