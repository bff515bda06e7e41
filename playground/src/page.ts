import type { Answer } from './answer.js';
import { element } from './element.js';
import { EXAMPLES } from './examples.js';
import { findingsList } from './findings-list.js';
import { gridTable } from './grid-table.js';
import { readOrigin } from './read-origin.js';
import { resultView } from './result-view.js';
import { sourceEditor } from './source-editor.js';
import { FIRST_STATE, RELEASES, type State, stateOf } from './state.js';

/** What the page tells whoever runs it. */
export interface PageEvents {
  change(part: Partial<State>): void;
  link(): Promise<string>;
}

/** What the page can be told. */
export interface Page {
  state(state: State): void;
  answer(answer: Answer): void;
  /** Says something to whoever uses the page; nothing to fall silent. */
  say(text: string): void;
}

const LEAVING = 'Tab indents; Esc, then Tab leaves the editor.';

/** Builds the page, once; from then on only its parts change. */
export function page(events: PageEvents): Page {
  let current = FIRST_STATE;
  const editor = sourceEditor((code) => events.change({ code }), LEAVING);
  const notice = element('p', { class: 'notice', role: 'status' });
  const say = (text: string) => {
    notice.textContent = text;
  };

  const examples = select(
    'example',
    EXAMPLES.map(({ name }, index) => [String(index), name]),
    (value) => {
      const example = EXAMPLES[Number(value)];
      if (example) events.change({ ...stateOf(example), from: current.from, semantics: current.semantics });
    },
  );
  examples.prepend(element('option', { value: '', disabled: true, hidden: true }, 'Your own code'));
  const language = select(
    'language',
    [
      ['js', 'JavaScript'],
      ['ts', 'TypeScript'],
    ],
    (value) => events.change({ language: value === 'ts' ? 'ts' : 'js' }),
  );
  const from = select(
    'from',
    RELEASES.map((release) => [release, release]),
    (value) => events.change({ from: value }),
  );
  const semantics = select(
    'semantics',
    [
      ['documented', 'as v2 documented it'],
      ['exact', 'exactly as v2 did it'],
    ],
    (value) => events.change({ semantics: value === 'exact' ? 'exact' : 'documented' }),
  );

  const result = element('pre', {
    class: 'result',
    tabindex: '0',
    role: 'region',
    'aria-label': 'The code for v4',
  });
  const verdict = element('p', { class: 'summary', role: 'status' });
  const findings = element('ul', { class: 'findings' });
  const noFindings = element('p', { class: 'empty' }, 'Nothing to say about this code.');
  const grids = element('div', { class: 'grids' });
  const noGrid = element('p', { class: 'empty' }, 'No Socket.IO server is made in this code.');

  const copy = (label: string, what: () => Promise<string> | string) =>
    element(
      'button',
      {
        type: 'button',
        onclick: async () => {
          try {
            await navigator.clipboard.writeText(await what());
            say('Copied.');
          } catch {
            say('This browser does not let the page copy.');
          }
        },
      },
      label,
    );
  let code = '';

  const input = element('input', {
    id: 'origin',
    type: 'text',
    inputmode: 'url',
    autocomplete: 'off',
    spellcheck: 'false',
    placeholder: 'https://app.example.com',
    'aria-describedby': 'origin-problem',
  });
  const problem = element('p', { id: 'origin-problem', class: 'problem', role: 'alert' });
  const form = element(
    'form',
    {
      class: 'adding',
      onsubmit: (event) => {
        event.preventDefault();
        const read = readOrigin(input.value);
        problem.textContent = 'problem' in read ? read.problem : '';
        input.toggleAttribute('aria-invalid', 'problem' in read);
        if (!('origin' in read)) return;
        input.value = '';
        const added = current.added.filter((origin) => origin !== read.origin);
        events.change({
          added: [...added, read.origin],
          removed: current.removed.filter((origin) => origin !== read.origin),
        });
      },
    },
    element('label', { for: 'origin' }, 'Add an origin'),
    element('span', { class: 'field' }, input, element('button', { type: 'submit' }, 'Add')),
    problem,
  );
  const remove = (origin: string | null) => {
    const added = current.added.filter((other) => other !== origin);
    const isAdded = added.length < current.added.length;
    events.change({ added, removed: isAdded ? current.removed : [...current.removed, origin] });
    input.focus();
  };
  const restore = element(
    'button',
    { type: 'button', onclick: () => events.change({ added: [], removed: [] }) },
    'Restore the origins',
  );

  document.getElementById('app')?.replaceChildren(
    notice,
    element(
      'div',
      { class: 'controls' },
      labelled('Start from', examples),
      labelled('Language', language),
      labelled('It ran on Socket.IO', from),
      labelled('Admit', semantics),
      copy('Copy a link to this', events.link),
    ),
    element(
      'div',
      { class: 'panes' },
      element(
        'section',
        { class: 'pane', 'aria-labelledby': 'before' },
        element('h2', { id: 'before' }, 'Socket.IO v2'),
        editor.host,
        element('p', { class: 'hint' }, LEAVING),
      ),
      element(
        'section',
        { class: 'pane', 'aria-labelledby': 'after' },
        element(
          'h2',
          { id: 'after' },
          'Socket.IO v4',
          copy('Copy the code', () => code),
        ),
        result,
        verdict,
      ),
    ),
    element(
      'div',
      { class: 'panes' },
      element(
        'section',
        { class: 'pane', 'aria-labelledby': 'said' },
        element('h2', { id: 'said' }, 'What to know'),
        findings,
        noFindings,
      ),
      element(
        'section',
        { class: 'pane', 'aria-labelledby': 'who' },
        element('h2', { id: 'who' }, 'Who gets in', restore),
        grids,
        noGrid,
        form,
      ),
    ),
  );

  return {
    say,
    state(state) {
      if (state.code !== current.code || state.language !== current.language || state === FIRST_STATE)
        editor.write(state.code, state.language);
      current = state;
      const example = EXAMPLES.findIndex((one) => one.code === state.code && one.language === state.language);
      examples.value = example === -1 ? '' : String(example);
      language.value = state.language;
      from.value = state.from;
      semantics.value = state.semantics;
      restore.hidden = state.added.length === 0 && state.removed.length === 0;
    },
    answer(answer) {
      code = answer.code;
      editor.mark(answer);
      result.replaceChildren(...resultView(answer, current.language));
      verdict.textContent = summaryOf(answer);
      findings.replaceChildren(...findingsList(answer.findings, (line, column) => editor.goTo(line, column)));
      noFindings.hidden = answer.findings.length > 0;
      grids.replaceChildren(...answer.grids.map((grid) => gridTable(grid, current.from, remove)));
      noGrid.hidden = answer.grids.length > 0;
      form.hidden = answer.grids.length === 0;
    },
  };
}

function summaryOf({ findings, failure, addedLines, removedLines }: Answer): string {
  if (failure) return `Line ${failure.line} cannot be read: ${failure.message} The code stays as it is.`;
  const manual = findings.filter(({ action }) => action === 'manual').length;
  const left = manual === 0 ? '' : ` ${manual === 1 ? 'One place is' : `${manual} places are`} left to you.`;
  if (addedLines.length + removedLines.length === 0) return `Nothing to change.${left}`;
  return `${removedLines.length} lines go, ${addedLines.length} come.${left}`;
}

function select(
  id: string,
  options: readonly (readonly [value: string, text: string])[],
  choose: (value: string) => void,
): HTMLSelectElement {
  const made = element('select', { id, onchange: () => choose(made.value) });
  made.append(...options.map(([value, text]) => element('option', { value }, text)));
  return made;
}

function labelled(label: string, field: HTMLElement): HTMLElement {
  return element('p', {}, element('label', { for: field.id }, label), field);
}
