import type { StepFiles } from './explorer-messages.ts';
import { type BuildStep, buildArguments, type ImageConfig } from './image-config.ts';

/** What became of a step at a rebuild: the same layer again, taken from the cache or made anew with the same bytes; made anew and other; gone, or new. */
export type StepFate = 'cached' | 'same' | 'anew' | 'gone' | 'new';

export interface RebuiltStep {
  readonly fate: StepFate;
  readonly before: BuildStep | undefined;
  readonly after: BuildStep | undefined;
}

/**
 * Why the first step that is not the same is not. `files`: what it copies has changed, or what it makes came out other; which of its files, the layers themselves have to
 * be asked for. `unknown`: the same instruction on the same layers, so the builder was told not to use its cache, or had it no longer.
 */
export type RebuildReason =
  | { readonly kind: 'base' }
  | { readonly kind: 'instruction'; readonly before: string; readonly after: string }
  | { readonly kind: 'arguments'; readonly before: string; readonly after: string }
  | { readonly kind: 'files'; readonly layers: { readonly before: number; readonly after: number } }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'added' | 'dropped' };

export interface Rebuild {
  readonly steps: readonly RebuiltStep[];
  /** The place of the first step that is not from the cache; `undefined` where all are. */
  readonly first: number | undefined;
  readonly reason: RebuildReason | undefined;
}

/**
 * Compares two builds, step by step. `baseSteps` is how many steps of each came with its base image, as far as that is known: they stand beside each other, and so does
 * what was built on them.
 */
export function explainRebuild(
  before: ImageConfig,
  after: ImageConfig,
  baseSteps: { readonly before: number; readonly after: number },
): Rebuild {
  let isBroken = false;
  const ofBase = beside(before.steps.slice(0, baseSteps.before), after.steps.slice(0, baseSteps.after));
  const own = beside(before.steps.slice(baseSteps.before), after.steps.slice(baseSteps.after));
  const steps = [...ofBase, ...own].map(([old, made]): RebuiltStep => {
    if (!old || !made) {
      isBroken = true;
      return { fate: old ? 'gone' : 'new', before: old, after: made };
    }
    const isSame = old.createdBy === made.createdBy && isSameLayer(before, old, after, made);
    // Of a setting the builder writes down when the image was made, whether it is new or not.
    const isOld = old.layer === undefined || old.createdAt === made.createdAt;
    const isCached = isSame && !isBroken && isOld;
    isBroken ||= !isCached;
    return { fate: isCached ? 'cached' : isSame ? 'same' : 'anew', before: old, after: made };
  });
  const first = steps.findIndex(({ fate }) => fate !== 'cached');
  const broken = steps[first];
  return broken === undefined
    ? { steps, first: undefined, reason: undefined }
    : { steps, first, reason: reasonOf(broken, first < Math.max(ofBase.length, 1)) };
}

type Pair = readonly [BuildStep | undefined, BuildStep | undefined];

function beside(before: readonly BuildStep[], after: readonly BuildStep[]): readonly Pair[] {
  return Array.from({ length: Math.max(before.length, after.length) }, (_, index) => [before[index], after[index]]);
}

function isSameLayer(before: ImageConfig, old: BuildStep, after: ImageConfig, made: BuildStep): boolean {
  if (old.layer === undefined || made.layer === undefined) return old.layer === made.layer;
  return before.diffIds[old.layer] === after.diffIds[made.layer];
}

function reasonOf({ before, after, fate }: RebuiltStep, isInBase: boolean): RebuildReason {
  if (isInBase) return { kind: 'base' };
  if (!before || !after) return { kind: fate === 'new' ? 'added' : 'dropped' };
  if (before.instruction !== after.instruction) {
    return { kind: 'instruction', before: before.instruction, after: after.instruction };
  }
  const [old, made] = [buildArguments(before.createdBy), buildArguments(after.createdBy)];
  if (old !== made) return { kind: 'arguments', before: old, after: made };
  const isCopy = /^(?:COPY|ADD)\b/.test(after.instruction);
  if (isCopy && before.layer !== undefined && after.layer !== undefined && fate === 'anew') {
    return { kind: 'files', layers: { before: before.layer, after: after.layer } };
  }
  return { kind: 'unknown' };
}

/** How many steps of an image came with another that it stands on: those up to the last of the other's layers, with the settings that follow, where they are the same. */
export function stepsOfBase(image: ImageConfig, base: ImageConfig): number {
  const isBelow = base.diffIds.length > 0 && base.diffIds.every((diffId, index) => image.diffIds[index] === diffId);
  if (!isBelow) return 0;
  let count = 0;
  while (
    base.steps[count] !== undefined &&
    base.steps[count]?.createdBy === image.steps[count]?.createdBy &&
    base.steps[count]?.createdAt === image.steps[count]?.createdAt
  ) {
    count += 1;
  }
  return count;
}

const MARKS = { added: 'new', changed: 'changed', removed: 'gone' } as const;

/** The reason in a sentence or two. `files` is what its layers say, where they were asked. */
export function reasonWords(
  reason: RebuildReason,
  names: { readonly before: string | undefined; readonly after: string | undefined },
  files: StepFiles | undefined,
): string {
  switch (reason.kind) {
    case 'base':
      return names.before !== undefined && names.after !== undefined && names.before !== names.after
        ? `The base image is another: it was ${names.before}, and is ${names.after}. Everything on top of it had to be made anew.`
        : 'The base image is another than before. Everything on top of it had to be made anew.';
    case 'instruction':
      return 'The instruction was changed. From here on, every step had to be made anew.';
    case 'arguments':
      return `The build arguments changed: they were ${reason.before || 'none'}, and are ${reason.after || 'none'}.`;
    case 'added':
      return 'This step is new in the Dockerfile.';
    case 'dropped':
      return 'This step is no longer in the Dockerfile.';
    case 'files':
      return filesWords(files);
    case 'unknown':
      return 'The instruction and all before it are as they were. So the builder was told not to use its cache (--no-cache), or had it no longer.';
  }
}

function filesWords(files: StepFiles | undefined): string {
  if (!files) return 'What it copies has changed.';
  if (files.changed === 0) return 'What it copies has the same content as before; only times or folders are other.';
  const names = files.names.map(({ path, mark }) => `${path} (${MARKS[mark]})`).join(', ');
  const more = files.changed - files.names.length;
  return `What it copies has changed: ${names}${more > 0 ? ` and ${more} more` : ''}.`;
}
