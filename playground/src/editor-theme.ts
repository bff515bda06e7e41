import { EditorView } from '@codemirror/view';
import colours from './code-colours.css?inline';
import styles from './editor.css?inline';

/** CodeMirror in the colours of the page. */
export const EDITOR_THEME = EditorView.theme({
  '&': { backgroundColor: 'transparent', color: 'var(--ink)', height: '100%' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: 'var(--mono)',
    fontSize: 'var(--code-size)',
    lineHeight: 'var(--code-leading)',
  },
  '.cm-content': { padding: '0.75rem 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 0.75rem 0 0.5rem' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--faint)', border: 'none' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '2.25rem', padding: '0 0.25rem 0 0.5rem' },
  '.cm-activeLine': { backgroundColor: 'var(--active)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'var(--selection)',
  },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--selection)', color: 'inherit' },
});

/** The page's own styles inside the editor. */
export const SHADOW_STYLES = new CSSStyleSheet();
SHADOW_STYLES.replaceSync(styles + colours);
