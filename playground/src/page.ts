import type { Answer } from './answer.js';
import { copyButton, element, selectField } from './elements.js';
import { EXAMPLES } from './examples.js';
import { findingsList, summaryOf } from './findings-list.js';
import { gridTable } from './grid-table.js';
import { originForm } from './origin-form.js';
import { resultView } from './result-view.js';
import { sourceEditor } from './source-editor.js';
import { FIRST_STATE, RELEASES, type State, stateOf, TARGETS } from './state.js';

/** Events of the page. */
export interface PageEvents {
  change(part: Partial<State>): void;
  link(): Promise<string>;
}

/** Operations on the page. */
export interface Page {
  state(state: State): void;
  /** Shows the answer to a state, which may not be the latest. */
  answer(answer: Answer, state: State): void;
  /** Shows a notice; an empty text removes it. */
  say(text: string): void;
}

const UNREAD = 'This code cannot be parsed.';
const NO_SERVER =
  "This code creates no Socket.IO server. Paste the file that does, with its require('socket.io') or import.";
const LEAVING = 'Tab indents. To leave the editor, press Esc and then Tab.';

/** Builds the page once. From then on, only its parts change. */
export function page(events: PageEvents): Page {
  let current: State | undefined;
  let code = '';
  const notice = element('p', { class: 'notice', role: 'status' });
  const say = (text: string) => {
    notice.textContent = text;
  };

  const examples = selectField(
    'example',
    'Start from',
    EXAMPLES.map(({ name }, index) => [String(index), name]),
    (value) => {
      const example = EXAMPLES[Number(value)];
      if (!example) return;
      const { from, to, semantics, missingOrigin, keepV2Clients } = current ?? FIRST_STATE;
      events.change({ ...stateOf(example), from, to, semantics, missingOrigin, keepV2Clients });
    },
  );
  examples.select.prepend(element('option', { value: '', disabled: true, hidden: true }, 'Your own code'));
  const language = selectField('language', 'Language', LANGUAGES, (value) =>
    events.change({ language: value === 'ts' ? 'ts' : 'js' }),
  );
  const from = selectField(
    'from',
    'From',
    RELEASES.map((release) => [release, `Socket.IO ${release}`]),
    (value) => events.change({ from: value }),
  );
  const to = selectField(
    'to',
    'To',
    TARGETS.map((release) => [release, `Socket.IO ${release}`]),
    (value) => events.change({ to: value }),
  );
  const semantics = selectField('semantics', 'Matching', SEMANTICS, (value) =>
    events.change({ semantics: value === 'exact' ? 'exact' : 'documented' }),
  );
  const missingOrigin = selectField('missing-origin', 'Requests without an origin', MISSING, (value) =>
    events.change({ missingOrigin: value === 'allow' ? 'allow' : 'as-v2' }),
  );
  const keepV2Clients = element('input', {
    id: 'keep-v2-clients',
    type: 'checkbox',
    onchange: () => events.change({ keepV2Clients: keepV2Clients.checked }),
  });

  const editor = sourceEditor((typed) => events.change({ code: typed }), LEAVING);
  const result = element('pre', {
    class: 'result',
    tabindex: '0',
    role: 'region',
    'aria-label': 'The v4 code',
  });
  const showResult = resultView(result);
  const summary = element('p', { class: 'summary', role: 'status' });
  const findings = element('ul', { class: 'findings' });
  const noFindings = element('p', { class: 'empty' });
  const grids = element('div', { class: 'grids' });
  const noGrid = element('p', { class: 'empty' });
  const restore = element(
    'button',
    { type: 'button', onclick: () => events.change({ added: [], removed: [] }) },
    'Show hidden origins',
  );
  const origins = originForm((origin) => {
    const { added, removed } = current ?? FIRST_STATE;
    events.change({ added: [...without(added, origin), origin], removed: without(removed, origin) });
  });
  const hide = (origin: string | null) => {
    const { added, removed } = current ?? FIRST_STATE;
    const isAdded = origin !== null && added.includes(origin);
    events.change(isAdded ? { added: without(added, origin) } : { removed: [...removed, origin] });
    origins.focus();
  };

  document
    .getElementById('app')
    ?.replaceChildren(
      notice,
      element(
        'div',
        { class: 'controls' },
        ...[examples, language, from, to, semantics, missingOrigin].map(({ field }) => field),
        element('label', { class: 'check', for: 'keep-v2-clients' }, keepV2Clients, 'Keep v2 clients'),
        copyButton('Copy link', events.link, say),
      ),
      element(
        'div',
        { class: 'panes' },
        pane('before', 'Socket.IO v2', [], [editor.host, element('p', { class: 'hint' }, LEAVING)]),
        pane('after', 'Socket.IO v4', [copyButton('Copy code', () => code, say)], [result, summary]),
      ),
      element(
        'div',
        { class: 'panes' },
        pane('said', 'Warnings', [], [findings, noFindings]),
        pane('who', 'Who can connect', [restore], [legend(), grids, noGrid, origins.form]),
      ),
    );

  return {
    say,
    state(state) {
      if (state.language !== current?.language || state.code !== editor.read())
        editor.write(state.code, state.language);
      current = state;
      const example = EXAMPLES.findIndex((one) => one.code === state.code && one.language === state.language);
      examples.select.value = example === -1 ? '' : String(example);
      language.select.value = state.language;
      from.select.value = state.from;
      to.select.value = state.to;
      semantics.select.value = state.semantics;
      missingOrigin.select.value = state.missingOrigin;
      keepV2Clients.checked = state.keepV2Clients;
      restore.hidden = state.added.length === 0 && state.removed.length === 0;
    },
    answer(answer, { from: release, to: target, language: dialect, code: asked }) {
      code = answer.code;
      // The marks of older code move with the text that is typed meanwhile.
      if (asked === editor.read()) editor.mark(answer);
      showResult(answer, dialect);
      summary.textContent = summaryOf(answer);
      findings.replaceChildren(...findingsList(answer.findings, editor.goTo));
      noFindings.textContent = answer.failure ? UNREAD : answer.grids.length > 0 ? 'No warnings.' : NO_SERVER;
      noFindings.hidden = answer.findings.length > 0;
      grids.replaceChildren(
        ...answer.grids.map((grid) => gridTable(grid, { from: release, to: target }, hide)),
      );
      noGrid.textContent = answer.failure ? UNREAD : NO_SERVER;
      noGrid.hidden = answer.grids.length > 0;
      origins.form.hidden = answer.grids.length === 0;
    },
  };
}

const LANGUAGES = [
  ['js', 'JavaScript'],
  ['ts', 'TypeScript'],
] as const;

const SEMANTICS = [
  ['documented', 'as in the v2 docs'],
  ['exact', 'exactly as v2'],
] as const;

const MISSING = [
  ['as-v2', 'as on v2'],
  ['allow', 'allow'],
] as const;

/** What the colours of the table mean. */
const legend = (): HTMLElement =>
  element(
    'p',
    { class: 'legend' },
    element('span', { class: 'verdict good' }, 'as it should be'),
    element('span', { class: 'verdict partial' }, '◐ session opened, response hidden'),
    element('span', { class: 'verdict bad' }, 'a hole, or your own page refused'),
    element('span', { class: 'verdict unclear' }, 'no colour: may be yours or not'),
  );

function pane(id: string, title: string, actions: readonly Node[], content: readonly Node[]): HTMLElement {
  const head = element('div', { class: 'pane-head' }, element('h2', { id }, title), ...actions);
  return element('section', { class: 'pane', 'aria-labelledby': id }, head, ...content);
}

function without<T>(list: readonly T[], item: T): T[] {
  return list.filter((other) => other !== item);
}
