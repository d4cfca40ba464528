import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { mdxToJs } from 'satteri';
import { lessonReaders } from '../../src/lib/lesson-plugins.ts';
import type { Finding } from './finding.ts';

export const FRONTMATTER = /^---\r?\n([\s\S]*?)\r?\n---(?:\r?\n|$)/;

/** What the text's own readers say, and MDX itself. */
export function checkBody(file: string, source: string, root: string): readonly Finding[] {
  try {
    void mdxToJs(source, {
      fileURL: pathToFileURL(join(root, file)),
      mdastPlugins: lessonReaders,
      data: { astro: { frontmatter: {} } },
    });
    return [];
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).split('\n').flatMap((said): Finding[] => {
      if (said.trim() === '') return [];
      const place = /^(?:\S*\.mdx)?:?(\d+)(?::\d+)?:\s*/.exec(said);
      return [
        {
          kind: 'mistake',
          file,
          line: place ? Number(place[1]) : undefined,
          text: place ? said.slice(place[0].length) : said,
        },
      ];
    });
  }
}
