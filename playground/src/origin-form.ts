import { element } from './elements.js';
import { readOrigin } from './read-origin.js';

/** The form that adds origins. */
export interface OriginForm {
  readonly form: HTMLFormElement;
  focus(): void;
}

/** Makes the form. A text that is not an origin stays in the field, with a message beside it. */
export function originForm(add: (origin: string) => void): OriginForm {
  const input = element('input', {
    id: 'origin',
    type: 'text',
    inputmode: 'url',
    autocomplete: 'off',
    autocapitalize: 'none',
    spellcheck: 'false',
    placeholder: 'https://app.example.com',
    'aria-describedby': 'origin-problem',
  });
  const problem = element('p', { id: 'origin-problem', class: 'problem', role: 'alert' });
  const submit = (event: Event) => {
    event.preventDefault();
    const read = readOrigin(input.value);
    const isBad = 'problem' in read;
    problem.textContent = isBad ? read.problem : '';
    input.setAttribute('aria-invalid', String(isBad));
    if (isBad) return;
    input.value = '';
    add(read.origin);
  };
  const form = element(
    'form',
    { class: 'adding', onsubmit: submit },
    element('label', { for: 'origin' }, 'Add an origin'),
    element('span', { class: 'field' }, input, element('button', { type: 'submit' }, 'Add')),
    problem,
  );
  return { form, focus: () => input.focus() };
}
