import type { Answer } from './answer.js';
import { copyButton } from './copy-button.js';
import { element } from './element.js';
import { EXAMPLES } from './examples.js';
import { findingsList } from './findings-list.js';
import { gridTable } from './grid-table.js';
import { originForm } from './origin-form.js';
import { resultView } from './result-view.js';
import { selectField } from './select-field.js';
import { sourceEditor } from './source-editor.js';
import { FIRST_STATE, RELEASES, type State, stateOf } from './state.js';
import { summaryOf } from './summary.js';

/** What the page tells whoever runs it. */
export interface PageEvents {
  change(part: Partial<State>): void;
  link(): Promise<string>;
}

/** What the page can be told. */
export interface Page {
  state(state: State): void;
  /** Shows an answer to a state, which need not be the latest. */
  answer(answer: Answer, state: State): void;
  /** Says something to whoever uses the page; nothing to fall silent. */
  say(text: string): void;
}

const LEAVING = 'Tab indents; Esc, then Tab leaves the editor.';

/** Builds the page, once; from then on only its parts change. */
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
      const { from, semantics } = current ?? FIRST_STATE;
      events.change({ ...stateOf(example), from, semantics });
    },
  );
  examples.select.prepend(element('option', { value: '', disabled: true, hidden: true }, 'Your own code'));
  const language = selectField('language', 'Language', LANGUAGES, (value) =>
    events.change({ language: value === 'ts' ? 'ts' : 'js' }),
  );
  const from = selectField(
    'from',
    'It ran on Socket.IO',
    RELEASES.map((release) => [release, release]),
    (value) => events.change({ from: value }),
  );
  const semantics = selectField('semantics', 'Admit', SEMANTICS, (value) =>
    events.change({ semantics: value === 'exact' ? 'exact' : 'documented' }),
  );

  const editor = sourceEditor((typed) => events.change({ code: typed }), LEAVING);
  const result = element('pre', {
    class: 'result',
    tabindex: '0',
    role: 'region',
    'aria-label': 'The code for v4',
  });
  const summary = element('p', { class: 'summary', role: 'status' });
  const findings = element('ul', { class: 'findings' });
  const noFindings = element('p', { class: 'empty' }, 'Nothing to say about this code.');
  const grids = element('div', { class: 'grids' });
  const noGrid = element('p', { class: 'empty' }, 'No Socket.IO server is made in this code.');
  const restore = element(
    'button',
    { type: 'button', onclick: () => events.change({ added: [], removed: [] }) },
    'Restore the origins',
  );
  const origins = originForm((origin) => {
    const { added, removed } = current ?? FIRST_STATE;
    events.change({ added: [...without(added, origin), origin], removed: without(removed, origin) });
  });
  const remove = (origin: string | null) => {
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
        ...[examples, language, from, semantics].map(({ field }) => field),
        copyButton('Copy a link to this', events.link, say),
      ),
      element(
        'div',
        { class: 'panes' },
        pane('before', 'Socket.IO v2', [], [editor.host, element('p', { class: 'hint' }, LEAVING)]),
        pane('after', 'Socket.IO v4', [copyButton('Copy the code', () => code, say)], [result, summary]),
      ),
      element(
        'div',
        { class: 'panes' },
        pane('said', 'What to know', [], [findings, noFindings]),
        pane('who', 'Who gets in', [restore], [grids, noGrid, origins.form]),
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
      semantics.select.value = state.semantics;
      restore.hidden = state.added.length === 0 && state.removed.length === 0;
    },
    answer(answer, { from: release, language: dialect, code: asked }) {
      code = answer.code;
      // Marks of older code move along with what is typed meanwhile.
      if (asked === editor.read()) editor.mark(answer);
      result.replaceChildren(...resultView(answer, dialect));
      summary.textContent = summaryOf(answer);
      findings.replaceChildren(...findingsList(answer.findings, editor.goTo));
      noFindings.hidden = answer.findings.length > 0;
      grids.replaceChildren(...answer.grids.map((grid) => gridTable(grid, release, remove)));
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
  ['documented', 'as v2 documented it'],
  ['exact', 'exactly as v2 did it'],
] as const;

function pane(id: string, title: string, actions: readonly Node[], content: readonly Node[]): HTMLElement {
  const head = element('div', { class: 'pane-head' }, element('h2', { id }, title), ...actions);
  return element('section', { class: 'pane', 'aria-labelledby': id }, head, ...content);
}

function without<T>(list: readonly T[], item: T): T[] {
  return list.filter((other) => other !== item);
}
