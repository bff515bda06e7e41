/** What stands between the markers of a generated region, by its name. */
export type Regions = Readonly<Record<string, string>>;

const REGION = /(<!-- generated: (?<name>[\w-]+) -->\n)(?<old>[\s\S]*?)(<!-- \/generated -->)/g;

/**
 * Fills the regions of a Markdown text anew.
 *
 * @throws Error for a region that nothing is generated for
 */
export function fillRegions(text: string, regions: Regions): string {
  return text.replace(REGION, (_, open: string, name: string, _old: string, close: string) => {
    const content = regions[name];
    if (content === undefined) throw new Error(`Nothing is generated for the region "${name}".`);
    return `${open}\n${content.trim()}\n\n${close}`;
  });
}

/** The names of the regions in a text, in order. */
export function regionsIn(text: string): string[] {
  return [...text.matchAll(REGION)].map(({ groups }) => groups?.name as string);
}
