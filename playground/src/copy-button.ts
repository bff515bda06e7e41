import { element } from './element.js';

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
