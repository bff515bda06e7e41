type Attributes = Readonly<Record<string, string | boolean | EventListener | undefined>>;

/**
 * Makes an element. Text stays text: nothing is parsed as HTML.
 *
 * @example element('button', { type: 'button', onclick: add }, 'Add')
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, '');
    else if (typeof value === 'string') made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

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

/** A button that copies a text. */
export function copyButton(
  label: string,
  what: () => Promise<string> | string,
  say: (text: string) => void,
): HTMLButtonElement {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(await what());
      say('Copied.');
    } catch {
      say('This browser does not let the page copy. Select the text and copy it by hand.');
    }
  };
  return element('button', { type: 'button', onclick: () => void copy() }, label);
}
