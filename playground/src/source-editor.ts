import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { bracketMatching, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { Annotation, Compartment, EditorState } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
  placeholder,
} from '@codemirror/view';
import type { Answer } from './answer.js';
import { CODE_STYLE } from './code-style.js';
import { marks, setMarks } from './editor-marks.js';
import { EDITOR_THEME, SHADOW_STYLES } from './editor-theme.js';
import type { Language } from './state.js';

/** Marks changes that the page made itself. */
const Written = Annotation.define<boolean>();

/** The editor on the left. */
export interface SourceEditor {
  readonly host: HTMLElement;
  read(): string;
  write(code: string, language: Language): void;
  /** Marks the lines that change, and shows the codes of findings beside their lines. */
  mark(answer: Answer): void;
  /** Moves the cursor to a place, counted from 1. */
  goTo(line: number, column: number): void;
}

/**
 * Makes the editor. It is in a shadow root, so that its styles are adopted sheets: the page's policy forbids inline styles.
 *
 * @param changed gets the code whenever the user has changed it
 * @param description how to leave the editor with the keyboard
 */
export function sourceEditor(changed: (code: string) => void, description: string): SourceEditor {
  const host = document.createElement('div');
  host.className = 'editor';
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [SHADOW_STYLES];
  const language = new Compartment();
  const extensions = [
    lineNumbers(),
    history(),
    drawSelection({ cursorBlinkRate: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 1200 }),
    indentOnInput(),
    bracketMatching(),
    highlightActiveLine(),
    EditorState.tabSize.of(2),
    syntaxHighlighting(CODE_STYLE),
    keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
    EDITOR_THEME,
    placeholder(
      "Paste a Socket.IO v2 server: const io = require('socket.io')(httpServer, { origins: [...] });",
    ),
    marks,
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({
      'aria-label': `Your Socket.IO v2 server. ${description}`,
      spellcheck: 'false',
      tabindex: '0',
    }),
    EditorView.updateListener.of((update) => {
      const isByHand = update.transactions.some((transaction) => !transaction.annotation(Written));
      if (update.docChanged && isByHand) changed(update.state.sliceDoc());
    }),
  ];
  const view = new EditorView({ parent: root, root, extensions: [...extensions, language.of(javascript())] });
  return {
    host,
    read: () => view.state.sliceDoc(),
    write(code, dialect) {
      const isTypeScript = dialect === 'ts';
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: code },
        effects: language.reconfigure(javascript({ jsx: !isTypeScript, typescript: isTypeScript })),
        annotations: Written.of(true),
      });
    },
    mark(answer) {
      view.dispatch({ effects: setMarks.of(answer) });
    },
    goTo(line, column) {
      const { from, to } = view.state.doc.line(Math.min(line, view.state.doc.lines));
      view.dispatch({ selection: { anchor: Math.min(from + column - 1, to) }, scrollIntoView: true });
      view.focus();
    },
  };
}
