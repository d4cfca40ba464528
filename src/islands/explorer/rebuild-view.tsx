import { useEffect } from 'preact/hooks';
import { announce } from '../../lib/announce.ts';
import { askExplorer } from '../../lib/explorer/ask-explorer.ts';
import { chainsOf, shortDigest } from '../../lib/explorer/digests.ts';
import {
  explainRebuild,
  type Rebuild,
  type RebuiltStep,
  reasonWords,
  type StepFate,
  stepsOfBase,
} from '../../lib/explorer/explain-rebuild.ts';
import type { StepFiles } from '../../lib/explorer/explorer-messages.ts';
import type { ExplorerView } from '../../lib/explorer/explorer-view.ts';
import type { ImageConfig } from '../../lib/explorer/image-config.ts';
import { readConfig } from '../../lib/explorer/read-documents.ts';
import type { TagMove } from '../../lib/explorer/tag-moves.ts';
import { countWords } from '../../lib/explorer/words.ts';
import type { EngineImages } from '../../shared/engine-views.ts';
import { Refused } from './refused.tsx';
import { useAsked } from './use-asked.ts';
import { ViewHead } from './view-head.tsx';

const fateWords: Readonly<Record<StepFate, string>> = {
  cached: 'from the cache',
  same: 'made anew, with the same result',
  anew: 'made anew',
  gone: 'no longer there',
  new: 'new',
};

/** More bases than an engine of a learner has; each is a question to it. */
const MAX_BASES = 12;

interface RebuildViewProps {
  readonly engine: EngineImages;
  readonly move: TagMove;
  readonly onShow: (view: ExplorerView) => void;
}

interface Explained {
  readonly rebuild: Rebuild;
  readonly words: string;
}

/** An image before and after a rebuild: which steps came from the cache, and why the first that did not had to be made anew. */
export function RebuildView({ engine, move, onShow }: RebuildViewProps) {
  const { name, before, after } = move;
  const explained = useAsked(`${before} ${after}`, () => explain(engine, move));
  useEffect(() => {
    if (explained.state === 'there') announce(`${sumUp(explained.value.rebuild)} ${explained.value.words}`);
  }, [explained]);
  return (
    <>
      <ViewHead
        title={
          <>
            <code>{name}</code>, rebuilt
          </>
        }
        about={
          <>
            It was <code>{shortDigest(before)}</code>, and is <code>{shortDigest(after)}</code>.
          </>
        }
        onShow={onShow}
      />
      {explained.state === 'refused' && <Refused problem={explained.problem} again={explained.again} />}
      {explained.state === 'waiting' && <p class="explorer-note">Comparing the two…</p>}
      {explained.state === 'there' && (
        <div class="explorer-scroll" tabIndex={0} role="group" aria-label="Steps of the build">
          <p class="explorer-sum">{sumUp(explained.value.rebuild)}</p>
          <ol class="steps">
            {explained.value.rebuild.steps.map((step, index) => (
              <Step
                key={index}
                step={step}
                reason={index === explained.value.rebuild.first ? explained.value.words : undefined}
              />
            ))}
          </ol>
          <p class="rebuild-actions">
            <button
              type="button"
              class="button button-small"
              onClick={() => onShow({ kind: 'compare', before, after })}
            >
              Compare all their files
            </button>
          </p>
        </div>
      )}
    </>
  );
}

function Step({ step, reason }: { readonly step: RebuiltStep; readonly reason: string | undefined }) {
  const { before, after, fate } = step;
  const isOther = before !== undefined && after !== undefined && before.instruction !== after.instruction;
  return (
    <li class="step" data-fate={fate}>
      <code class="step-instruction">{(after ?? before)?.instruction}</code>
      <span class="step-fate">{fateWords[fate]}</span>
      {isOther && (
        <p class="step-before">
          it was <code>{before.instruction}</code>
        </p>
      )}
      {reason !== undefined && <p class="step-reason">{reason}</p>}
    </li>
  );
}

function sumUp({ steps, first }: Rebuild): string {
  const cached = steps.filter(({ fate }) => fate === 'cached').length;
  return first === undefined
    ? `All ${countWords(steps.length, 'step')} came from the cache.`
    : `${cached} of ${countWords(steps.length, 'step')} came from the cache.`;
}

async function explain(engine: EngineImages, move: TagMove): Promise<Explained> {
  const [old, made] = (await Promise.all([move.before, move.after].map(readConfig))).map(({ config }) => config);
  if (!old || !made) return { rebuild: { steps: [], first: undefined, reason: undefined }, words: '' };
  const bases = await readBases(engine, move);
  const base = (image: ImageConfig) => longestBase(image, bases);
  const rebuild = explainRebuild(old, made, { before: base(old)?.steps ?? 0, after: base(made)?.steps ?? 0 });
  const { reason } = rebuild;
  const files = reason?.kind === 'files' ? await readStep(old, made, reason.layers) : undefined;
  const names = { before: base(old)?.name, after: base(made)?.name };
  return { rebuild, words: reason ? reasonWords(reason, names, files) : '' };
}

interface Base {
  readonly name: string;
  readonly config: ImageConfig;
}

/** The other images that have names: one of them may be what this one was built from. */
async function readBases(engine: EngineImages, move: TagMove): Promise<readonly Base[]> {
  const repository = move.name.replace(/:[^/:]+$/, '');
  const others = engine.images.filter(
    ({ names }) => names.length > 0 && !names.some((each) => each.replace(/:[^/:]+$/, '') === repository),
  );
  const read = await Promise.allSettled(others.slice(0, MAX_BASES).map(({ id }) => readConfig(id)));
  return read.flatMap((each, index) => {
    const [config, name] = [each.status === 'fulfilled' ? each.value.config : undefined, others[index]?.names[0]];
    return config && name !== undefined ? [{ name, config }] : [];
  });
}

function longestBase(
  image: ImageConfig,
  bases: readonly Base[],
): { readonly name: string; readonly steps: number } | undefined {
  return bases
    .map(({ name, config }) => ({ name, steps: stepsOfBase(image, config) }))
    .filter(({ steps }) => steps > 0 && steps < image.steps.length)
    .toSorted((one, other) => other.steps - one.steps)[0];
}

function readStep(
  old: ImageConfig,
  made: ImageConfig,
  layers: { readonly before: number; readonly after: number },
): Promise<StepFiles | undefined> {
  const upTo = ({ diffIds }: ImageConfig, layer: number) => chainsOf(diffIds.slice(0, layer + 1));
  // Without it the reason is said in general.
  return askExplorer('step', { before: upTo(old, layers.before), after: upTo(made, layers.after) }).catch(
    () => undefined,
  );
}
