import type { CourseRepository } from './course-content.ts';
import { shortName } from './target.ts';

const MOST_RESULTS = 100;
const MAX_TERM_CHARACTERS = 100;

export interface SearchResult {
  readonly name: string;
  readonly description: string;
  readonly is_official: boolean;
  readonly is_automated: boolean;
  readonly star_count: number;
}

/** What `docker search` expects from `/v1/search?q=…&n=…`. `pushed` are repositories of learners, under the registry's own name. */
export function search(
  asked: URLSearchParams,
  content: readonly CourseRepository[],
  pushed: readonly string[],
): { readonly query: string; readonly num_results: number; readonly results: readonly SearchResult[] } {
  const query = (asked.get('q') ?? '').slice(0, MAX_TERM_CHARACTERS);
  const most = Math.min(Number.parseInt(asked.get('n') ?? '25', 10) || 25, MOST_RESULTS);
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const result = (name: string, description: string, isOfficial: boolean): SearchResult => ({
    name,
    description,
    is_official: isOfficial,
    is_automated: false,
    star_count: 0,
  });
  const all = [
    ...content.map(({ repository, purpose }) =>
      result(shortName(repository), purpose, repository.startsWith('library/')),
    ),
    ...pushed.map((repository) => result(repository, 'Pushed in this class', false)),
  ];
  const found = all
    .filter(({ name, description }) => words.every((word) => `${name} ${description}`.toLowerCase().includes(word)))
    // A name says more than a description, and a whole name more than a part of one.
    .map((entry) => ({ entry, rank: entry.name === query ? 0 : entry.name.includes(words[0] ?? '') ? 1 : 2 }))
    .sort((one, other) => one.rank - other.rank || one.entry.name.localeCompare(other.entry.name))
    .map(({ entry }) => entry)
    .slice(0, most);
  return { query, num_results: found.length, results: found };
}
