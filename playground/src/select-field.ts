import { element } from './element.js';

/** A select with its label. */
export interface SelectField {
  readonly field: HTMLElement;
  readonly select: HTMLSelectElement;
}

/** Makes a select. */
export function selectField(
  id: string,
  label: string,
  options: readonly (readonly [value: string, text: string])[],
  choose: (value: string) => void,
): SelectField {
  const select = element('select', { id, onchange: () => choose(select.value) });
  select.append(...options.map(([value, text]) => element('option', { value }, text)));
  return { select, field: element('p', {}, element('label', { for: id }, label), select) };
}
