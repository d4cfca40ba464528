import { type CollectionEntry, getCollection } from 'astro:content';
import { courseId } from './course.ts';

export type Appendix = CollectionEntry<'appendices'>;

export const appendixPath = (slug: string) => `/appendix/${slug}/`;

/** `A` for the first. */
export const appendixLetter = (order: number) => String.fromCharCode(64 + order);

/** What the course has to look things up in, in its order. */
export async function loadAppendices(): Promise<readonly Appendix[]> {
  const prefix = `${courseId}/`;
  const appendices = await getCollection('appendices', ({ id }) => id.startsWith(prefix));
  return appendices
    .map((appendix) => ({ ...appendix, id: appendix.id.slice(prefix.length) }))
    .toSorted((one, other) => one.data.order - other.data.order);
}
