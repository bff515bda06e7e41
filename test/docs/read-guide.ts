import { readFileSync } from 'node:fs';

/** A ```js block of the guide. */
export interface Block {
  readonly code: string;
  /** Where its first line of code stands, from 0. */
  readonly line: number;
  /** The label that it stands under: `Before`, `After`, or none. */
  readonly label: string | undefined;
}

/** A title of the guide and what stands under it, up to the next one. */
export interface Section {
  readonly title: string;
  readonly level: number;
  readonly lines: readonly string[];
  readonly blocks: readonly Block[];
}

export const guide = readFileSync(new URL('../../MIGRATION.md', import.meta.url), 'utf8');

/** The sections of the guide, in order. */
export function readGuide(): Section[] {
  const sections: { title: string; level: number; lines: string[]; blocks: Block[] }[] = [];
  let fence: { language: string; line: number; code: string[] } | undefined;
  let label: string | undefined;
  guide.split('\n').forEach((text, line) => {
    const section = sections[sections.length - 1];
    if (fence !== undefined) {
      if (text !== '```') fence.code.push(text);
      else {
        if (fence.language === 'js') {
          section?.blocks.push({ code: fence.code.join('\n'), line: fence.line + 1, label });
        }
        fence = undefined;
      }
      return;
    }
    const [, hashes, title] = /^(#{1,3}) (.+)$/.exec(text) ?? [];
    if (hashes !== undefined && title !== undefined) {
      sections.push({ title, level: hashes.length, lines: [], blocks: [] });
      label = undefined;
    } else if (text.startsWith('```')) fence = { language: text.slice(3), line, code: [] };
    else {
      label = /^\*\*(Before|After)\*\*$/.exec(text)?.[1] ?? label;
      section?.lines.push(text);
    }
  });
  return sections;
}

/** The sections under `## title`. */
export function sectionsUnder(title: string): Section[] {
  const sections = readGuide();
  const start = sections.findIndex((section) => section.level === 2 && section.title === title) + 1;
  const length = sections.slice(start).findIndex(({ level }) => level < 3);
  return sections.slice(start, length === -1 ? undefined : start + length);
}

/** The anchor that GitHub gives a title. */
export function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}
