import { readdirSync, readFileSync } from 'node:fs';

/** The licences of the packages that bundled files come from, as one document. */
export function licencesOf(files) {
  const names = [...files]
    .map((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1])
    .filter(Boolean);
  const sections = [...new Set(names)].sort().map(section);
  return `# Licences of bundled code\n\n${sections.join('\n')}`;
}

function section(name) {
  const folder = `node_modules/${name}`;
  const { version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  return `## ${name} ${version} (${license})\n\n${readFileSync(`${folder}/${file}`, 'utf8').trim()}\n`;
}
