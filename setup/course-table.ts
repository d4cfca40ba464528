import { isBuiltBy, isStandIn, type ServedImage, sizeOf } from './course-content.ts';
import type { CourseTarget } from './course-images.ts';
import { table } from './host-report.ts';

export interface TableRow {
  readonly target: CourseTarget;
  readonly served: ServedImage | undefined;
}

const DIGEST_CHARACTERS = 'sha256:'.length + 12;
const HEAD = ['image', 'from', 'platforms', 'MB'] as const;

/** What the course registry has of each image. */
export function courseTable(rows: readonly TableRow[]): string {
  return table([HEAD, ...rows.map(cells)]);
}

function cells({ target, served }: TableRow): readonly string[] {
  const { reference, image } = target;
  if (!served) return [reference, 'not there', '', ''];
  const platforms = served.parts.map(({ platform }) => platform ?? image.platforms[0]);
  return [reference, originOf(target, served), platforms.join(', '), (sizeOf(served) / 1e6).toFixed(1)];
}

function originOf(target: CourseTarget, served: ServedImage): string {
  if (!isStandIn(served)) return `copy of ${served.digest.slice(0, DIGEST_CHARACTERS)}`;
  return isBuiltBy(served, target) ? 'stand-in' : 'stand-in by another version';
}
