import { register } from 'node:module';
import fc from 'fast-check';

register('./load-source.mjs', import.meta.url);
// Programs that tests start load src by other roads (as CommonJS, as a bundle): merged, their figures garble those of
// this process, whose own coverage is on by now.
delete process.env.NODE_V8_COVERAGE;

// Short and always the same, for it is the tests by example that have to cover: `npm test` has the long runs.
process.env.FC_RUNS ??= '50';
fc.configureGlobal({ seed: 1 });
