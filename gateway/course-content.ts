import { IMAGES, registryRepository } from '../images/catalog.ts';
import { courseStorage } from './paths.ts';
import { listRepositories, listTags } from './registry-storage.ts';
import { remembered } from './remembered.ts';

/** A set-up may fill the registry while it serves; a listing is a few hundred looks at a folder. */
const LISTED_FOR_MS = 10_000;

export interface CourseRepository {
  /** In the course registry: `library/nginx`. */
  readonly repository: string;
  readonly tags: readonly string[];
  readonly purpose: string;
}

/** What the course registry really has, which may be less than the catalog names. */
export function createCourseContent(now: () => number): () => Promise<readonly CourseRepository[]> {
  return remembered(LISTED_FOR_MS, now, list);
}

async function list(): Promise<readonly CourseRepository[]> {
  const repositories = await listRepositories(courseStorage);
  const content = await Promise.all(
    repositories.sort().map(async (repository) => ({
      repository,
      tags: (await listTags(courseStorage, repository)).sort(),
      purpose: purposeOf(repository),
    })),
  );
  return content.filter(({ tags }) => tags.length > 0);
}

function purposeOf(repository: string): string {
  return IMAGES.find(({ course }) => course && registryRepository(course) === repository)?.course?.purpose ?? '';
}
