// Runs the bench that is named, bench/NAME.mjs, and sends its rows to run.mjs. Each bench exports one function, bench….
const name = process.argv[2];
try {
  const bench = await import(`./${name}.mjs`);
  const [run] = Object.entries(bench).flatMap(([key, value]) => (/^bench[A-Z]/.test(key) ? [value] : []));
  if (run === undefined) throw new Error(`bench/${name}.mjs exports no function bench…`);
  const rows = await run();
  process.send({ rows: rows.map(asRow) });
} catch (error) {
  process.send({ error: error.message.split('\n')[0] });
}
process.disconnect();

/** The row to send. It throws for one without figures, so that a bench that measured nothing is noticed. */
function asRow({ name, what = name, ratio, goal, met, how, measured = how }) {
  if (!Number.isFinite(ratio) || typeof met !== 'boolean') throw new Error(`no figure for "${what}"`);
  return { name: what, ratio, goal, met, how: measured };
}
