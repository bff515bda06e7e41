import { register } from 'node:module';

register('./load-source.mjs', import.meta.url);
// Programs that tests start load src by other roads (as CommonJS, as a bundle): merged, their figures garble those of
// this process, whose own coverage is on by now.
delete process.env.NODE_V8_COVERAGE;
