import { StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view';
import type { Finding } from '../../src/codemod/index.js';
import { bySeverity, type Severity } from '../../src/messages/message.js';
import type { Answer } from './answer.js';

/** Replaces the marks. */
export const setMarks = StateEffect.define<Answer>();

/** Marks on the lines that change, and on the lines with findings. */
export const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(set, transaction) {
    let updated = set.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(setMarks)) updated = marksOf(effect.value, transaction.state.doc);
    }
    return updated;
  },
  provide: (field) => EditorView.decorations.from(field),
});

const CHANGED = Decoration.line({ class: 'line-goes' });

/** The label at the end of a line: the most severe code, and how many more there are. */
class FindingLabel extends WidgetType {
  constructor(
    readonly text: string,
    readonly severity: Severity,
  ) {
    super();
  }

  override eq(other: FindingLabel): boolean {
    return this.text === other.text && this.severity === other.severity;
  }

  toDOM(): HTMLElement {
    const label = document.createElement('span');
    label.className = `finding-label ${this.severity}`;
    label.textContent = this.text;
    return label;
  }
}

function marksOf(
  { findings, removedLines, failure }: Answer,
  doc: { readonly lines: number; line(number: number): { readonly from: number; readonly to: number } },
): DecorationSet {
  const ranges = removedLines
    .filter((line) => line <= doc.lines)
    .map((line) => CHANGED.range(doc.line(line).from));
  const byLine = new Map<number, Finding[]>();
  for (const finding of findings) byLine.set(finding.line, [...(byLine.get(finding.line) ?? []), finding]);
  const labels = [...byLine].map(([line, found]) => {
    const [first] = [...found].sort(bySeverity) as [Finding];
    const more = found.length > 1 ? ` +${found.length - 1}` : '';
    return { line, label: new FindingLabel(`${first.code}${more}`, first.severity) };
  });
  if (failure) labels.push({ line: failure.line, label: new FindingLabel(failure.message, 'danger') });
  for (const { line, label } of labels) {
    const at = doc.line(Math.min(line, doc.lines)).to;
    ranges.push(Decoration.widget({ widget: label, side: 1 }).range(at));
  }
  return Decoration.set(ranges, true);
}
