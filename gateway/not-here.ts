import type { CourseRepository } from './course-content.ts';
import { shortName } from './target.ts';

/** More would hide the rest of what Docker prints. */
const MAX_NAMES = 12;

/** Why a pull did not go further than the course registry. */
export type Limit = 'closed' | 'unreachable' | 'used up' | 'full' | 'not there';

/**
 * What a learner reads who asked for an image that is not to be had: why, and what is. `reference` is as they wrote it, `repository` as the registry has it.
 */
export function sayNotHere(
  asked: { readonly reference: string; readonly repository: string },
  limit: Limit,
  content: readonly CourseRepository[],
): string {
  const why = {
    closed: 'and nothing else can be pulled here: this class works without the public registries.',
    unreachable: 'and the public registry can’t be reached from here at the moment.',
    'used up': 'and the public registry’s limit on pulls from here is used up for some hours.',
    full: 'and the course registry’s disk has no room for more images.',
    'not there': 'and the public registry does not have it either.',
  }[limit];
  return `${asked.reference} is not among this course’s images, ${why} ${sayWhatIs(asked.repository, content)}`.trim();
}

function sayWhatIs(repository: string, content: readonly CourseRepository[]): string {
  const same = content.find((entry) => entry.repository === repository);
  if (same) return `Of ${shortName(repository)} the course has ${list(same.tags)}.`;
  return content.length === 0 ? '' : `The course has ${list(content.map((entry) => shortName(entry.repository)))}.`;
}

function list(names: readonly string[]): string {
  return names.length <= MAX_NAMES ? names.join(', ') : `${names.slice(0, MAX_NAMES).join(', ')} and more`;
}
