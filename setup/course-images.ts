import { IMAGES } from '../images/catalog.ts';
import type { CourseImage } from './fill-registry.ts';
import type { ImageTags } from './image-tags.ts';
import type { PresentImages } from './present-images.ts';

export function courseImages(tags: ImageTags): readonly CourseImage[] {
  return IMAGES.flatMap(({ name, course }) => (course ? [{ ...course, localTag: tags.get(name) ?? '' }] : []));
}

/** What the course registry serves, each as `name:tag=id`: changes with any of the images. */
export function courseContent(tags: ImageTags, present: PresentImages): readonly string[] {
  return courseImages(tags).map(({ name, tag, localTag }) => `${name}:${tag}=${present.get(localTag)}`);
}
