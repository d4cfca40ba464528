import { type CourseImage, courseReference, type Platform, registryRepository } from '../images/catalog.ts';
import type { ImageBuild } from './course-builds.ts';

/** An image of the course: where its registry serves it, and the stand-in that can be built for it. */
export interface CourseTarget {
  readonly image: CourseImage;
  /** As a learner writes it, with its first tag. */
  readonly reference: string;
  /** In the course registry: `library/nginx`, which a mirror is asked for when a learner writes `nginx`. */
  readonly repository: string;
  readonly tags: readonly string[];
  /** One a platform. */
  readonly builds: readonly (ImageBuild & { readonly platform: Platform })[];
}

/** The images of the course among what can be built. */
export function courseTargets(builds: readonly ImageBuild[]): readonly CourseTarget[] {
  const courses = new Set(builds.flatMap(({ recipe }) => recipe.course ?? []));
  return [...courses].map((image) => ({
    image,
    reference: courseReference(image),
    repository: registryRepository(image),
    tags: image.tags,
    builds: builds.flatMap((build) =>
      build.recipe.course === image && build.platform ? [{ ...build, platform: build.platform }] : [],
    ),
  }));
}

/** For each of an image's tags what a learner writes, and where the course registry has it. */
export function eachTag(image: CourseImage): readonly { readonly reference: string; readonly stored: string }[] {
  return image.tags.map((tag) => ({
    reference: courseReference({ ...image, tags: [tag] }),
    stored: `${registryRepository(image)}:${tag}`,
  }));
}
