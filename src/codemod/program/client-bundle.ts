/**
 * Whether code is, or bundles, a client of Socket.IO before 3: it has the banner of such a release, or the table of events
 * that is in each release of 1.x and 2.x, and in no later one.
 *
 * @example isV2ClientBundle('/*!\n * Socket.IO v2.5.0\n …') // true
 */
export function isV2ClientBundle(code: string): boolean {
  return (
    /^\s*\/\*!\s*\*?\s*Socket\.IO v[12]\.\d/.test(code) ||
    (code.includes('connect_timeout') &&
      /connect_timeout['"]?\s*:\s*1\s*,\s*['"]?connecting['"]?\s*:\s*1/.test(code))
  );
}

/**
 * The scripts in a page as code at the same places: everything else is white space.
 *
 * @example scriptsIn('<p><script>io()</script>') // '           io()         '
 */
export function scriptsIn(html: string): string {
  const blank = (text: string) => text.replace(/[^\r\n]/g, ' ');
  let code = '';
  let end = 0;
  for (const match of html.matchAll(/(<script\b[^>]*>)([\s\S]*?)<\/script/gi)) {
    const [, tag = '', script = ''] = match;
    const start = match.index + tag.length;
    const isCode =
      !/\btype\s*=\s*["']?(?!text\/javascript|application\/javascript|module|text\/babel)[\w/]/i.test(tag);
    code += blank(html.slice(end, start)) + (isCode ? `${script};`.slice(0, -1) : blank(script));
    end = start + script.length;
  }
  return code + blank(html.slice(end));
}
