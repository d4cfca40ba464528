import * as z from 'zod/mini';
import type { SandboxView } from '../../src/shared/exercise/index.ts';
import { MAX_ARGUMENT_CHARACTERS } from './check-process-messages.ts';
import type { ReadTopic } from './check-runner.ts';

type Method = keyof SandboxView;

const text = z.string().check(z.maxLength(MAX_ARGUMENT_CHARACTERS));
const port = z.int().check(z.gte(1), z.lte(65_535));

const nothing = z.tuple([]);
const name = z.tuple([text]);

/** How a check may call each method of its view, and what it then has read. */
const methods = {
  image: { args: name, topics: ['images'] },
  images: { args: nothing, topics: ['images'] },
  history: { args: name, topics: ['images'] },
  layers: { args: name, topics: ['images'] },
  findInLayers: { args: z.tuple([text, text]), topics: ['images'] },
  containers: { args: nothing, topics: ['containers'] },
  container: { args: name, topics: ['containers'] },
  changes: { args: name, topics: ['containers'] },
  buildCache: { args: nothing, topics: ['build-cache'] },
  manifest: { args: name, topics: ['registry'] },
  registryTags: { args: name, topics: ['registry'] },
  // Given once, and never another.
  account: { args: nothing, topics: [] },
  file: { args: name, topics: ['files'] },
  fileInfo: { args: name, topics: ['files'] },
  // A port answers because a container does.
  port: { args: z.tuple([port]), topics: ['ports', 'containers'] },
  http: { args: z.tuple([port, text]), topics: ['ports', 'containers'] },
  answer: { args: nothing, topics: ['answer'] },
  commands: { args: nothing, topics: ['commands'] },
} as const satisfies Record<Method, { readonly args: z.ZodMiniType; readonly topics: readonly ReadTopic[] }>;

/** The names of all that a check can call. */
export const viewMethods = Object.keys(methods) as readonly Method[];

function isMethod(name: string): name is Method {
  return Object.hasOwn(methods, name);
}

/** Calls on a view that come as words, from a process that is trusted with nothing; what they looked at is noted. */
export class TrackedView {
  readonly #view: SandboxView;
  readonly #reads = new Set<ReadTopic>();

  constructor(view: SandboxView) {
    this.#view = view;
  }

  get reads(): ReadonlySet<ReadTopic> {
    return this.#reads;
  }

  /** Rejects with the view's own errors, and with a `TypeError` where the check has called what there is not, or with what it does not take. */
  async look(method: string, args: readonly unknown[]): Promise<unknown> {
    if (!isMethod(method)) throw new TypeError(`A sandbox has no ${method}().`);
    const parsed = methods[method].args.safeParse(args);
    if (!parsed.success) {
      throw new TypeError(
        `sandbox.${method}() was called with ${JSON.stringify(args).slice(0, 200)}, which it does not take.`,
      );
    }
    for (const topic of methods[method].topics) this.#reads.add(topic);
    const call = this.#view[method] as (...args: unknown[]) => Promise<unknown>;
    return call.apply(this.#view, [...(parsed.data as readonly unknown[])]);
  }
}
