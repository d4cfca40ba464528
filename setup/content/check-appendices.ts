import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { appendixSchema } from '../../src/lib/course-schema.ts';
import { slugSchema } from '../../src/shared/ids.ts';
import { checkSchema } from './check-schema.ts';
import { checkBody, FRONTMATTER } from './check-text.ts';
import type { Finding } from './finding.ts';
import { readYaml } from './yaml-source.ts';

/** Reads content/<course>/appendices/*.mdx, which a course need not have. */
export async function checkAppendices(root: string, course: string): Promise<readonly Finding[]> {
  const folder = `content/${course}/appendices`;
  if (!existsSync(join(root, folder))) return [];
  const files = (await readdir(join(root, folder))).filter((name) => name.endsWith('.mdx')).sort();
  const all = await Promise.all(
    files.map(async (name) =>
      checkAppendix(root, `${folder}/${name}`, await readFile(join(root, folder, name), 'utf8')),
    ),
  );
  return all.flat();
}

function checkAppendix(root: string, file: string, source: string): readonly Finding[] {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const findings: Finding[] = [];
  const mistake = (text: string, line?: number, field?: string) =>
    findings.push({ kind: 'mistake', file, line, field, text });
  const [, number, slug = ''] = /^(\d+)-(.*)\.mdx$/.exec(name) ?? [];
  if (number === undefined || !slugSchema.safeParse(slug).success) {
    mistake(
      'an appendix’s file is named by its number and lower-case words joined by hyphens: 2-glossary.mdx. Rename it.',
    );
  }
  const found = FRONTMATTER.exec(source);
  if (!found) {
    mistake(
      'it does not begin with frontmatter. Begin with a line ---, then order, title and summary, then a line ---.',
      1,
    );
    return findings;
  }
  const yaml = readYaml(found[1] ?? '', 2);
  const { data, findings: fieldFindings } = checkSchema(file, yaml, appendixSchema);
  findings.push(...fieldFindings, ...checkBody(file, source, root));
  if (data && number !== undefined && Number(number) !== data.order) {
    mistake(
      `it is ${data.order} here and ${Number(number)} in the file's name. Make them the same.`,
      yaml.lineOf(['order']),
      'order',
    );
  }
  return findings;
}
