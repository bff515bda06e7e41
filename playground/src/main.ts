import { askWorker } from './ask.js';
import { BadLinkError, fragmentOf, stateOfFragment } from './link.js';
import { page } from './page.js';
import { FIRST_STATE, type State } from './state.js';

let state = FIRST_STATE;
let pause = 0;
/** The fragment that the page set itself, which is not a link that was followed. */
let ownFragment: string | undefined;

const shown = page({
  change(part) {
    adopt({ ...state, ...part });
    shown.say('');
    keepInLink();
  },
  link: async () => {
    const fragment = await fragmentOf(state);
    return new URL(fragment, location.href).href;
  },
});
const ask = askWorker(
  (answer, to) => shown.answer(answer, to),
  (problem) => shown.say(`Something went wrong in this page: ${problem}`),
);

function adopt(next: State): void {
  state = next;
  shown.state(next);
  ask(next);
}

/** Updates the address, once typing pauses. */
function keepInLink(): void {
  clearTimeout(pause);
  pause = window.setTimeout(async () => {
    ownFragment = await fragmentOf(state);
    history.replaceState(null, '', ownFragment);
  }, 300);
}

async function follow(): Promise<void> {
  const fragment = location.hash;
  if (fragment === ownFragment) return;
  if (fragment === '' || fragment === '#') return adopt(FIRST_STATE);
  try {
    adopt(await stateOfFragment(fragment));
    shown.say('');
  } catch (error) {
    if (!(error instanceof BadLinkError)) throw error;
    adopt(FIRST_STATE);
    shown.say(`This link cannot be read: ${error.message}. This is the first example instead.`);
  }
}

addEventListener('hashchange', () => void follow());
void follow();
