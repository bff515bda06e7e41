/**
 * Runs something beside servers in this process, and gives the errors that would have ended theirs.
 *
 * Mocha would blame such an error on whichever test is running when it surfaces, and on the next ones too.
 */
export async function crashesDuring<T>(run: () => Promise<T>): Promise<{ result: T; crashes: string[] }> {
  const crashes: string[] = [];
  const record = (error: unknown) => {
    crashes.push(String(error));
  };
  const restore = (['uncaughtException', 'unhandledRejection'] as const).map((event) => {
    const others = process.listeners(event as 'uncaughtException');
    process.removeAllListeners(event);
    process.on(event, record);
    return () => {
      process.removeListener(event, record);
      for (const listener of others) process.on(event, listener);
    };
  });
  try {
    return { result: await run(), crashes };
  } finally {
    for (const undo of restore) undo();
  }
}
