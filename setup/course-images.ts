import { type CourseImage, courseReference, IMAGES, registryRepository } from '../images/catalog.ts';
import type { LocalImage } from './fill-registry.ts';
import type { ImageTags } from './image-tags.ts';
import type { PresentImages } from './present-images.ts';

/** The course's images on the host engine, each under every tag that it has. */
export function courseImages(tags: ImageTags): readonly LocalImage[] {
  return IMAGES.flatMap(({ name, course }) => (course ? namesOf(course, tags.get(name) ?? '') : []));
}

function namesOf(course: CourseImage, localTag: string): readonly LocalImage[] {
  return course.tags.map((tag) => ({
    localTag,
    repository: registryRepository(course),
    tag,
    reference: courseReference({ ...course, tags: [tag] }),
  }));
}

/** What the course registry serves, each as `reference=id`: changes with any of the images. */
export function courseContent(tags: ImageTags, present: PresentImages): readonly string[] {
  return courseImages(tags).map(({ reference, localTag }) => `${reference}=${present.get(localTag)}`);
}
