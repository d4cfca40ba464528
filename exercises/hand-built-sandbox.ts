import type {
  BuildCacheEntry,
  CommandSeen,
  ContainerDetails,
  ContainerView,
  Exercise,
  FileChange,
  FileInfo,
  HistoryRow,
  HttpView,
  ImageLayer,
  ImageView,
  ManifestView,
  SandboxView,
  Verdict,
} from '../src/shared/exercise/index.ts';

/** What a sandbox is said to hold, for unit tests of what checks say about it. */
export interface HandBuilt {
  readonly images?: readonly ImageView[];
  readonly history?: Readonly<Record<string, readonly HistoryRow[]>>;
  readonly containers?: readonly ContainerView[];
  readonly changes?: Readonly<Record<string, readonly FileChange[]>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly pages?: Readonly<Record<number, HttpView>>;
  readonly layers?: Readonly<Record<string, readonly ImageLayer[]>>;
  /** By the image, then by the text, the paths where it is found; `'unreadable'` where layers can't be looked into. */
  readonly inLayers?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> | 'unreadable';
  readonly details?: readonly ContainerDetails[];
  readonly buildCache?: readonly BuildCacheEntry[];
  readonly manifests?: Readonly<Record<string, ManifestView>>;
  readonly registryTags?: Readonly<Record<string, readonly string[]>>;
  readonly account?: string;
  readonly fileInfos?: Readonly<Record<string, FileInfo>>;
  readonly openPorts?: readonly number[];
  readonly answer?: string;
  readonly commands?: readonly CommandSeen[];
}

/** What an exercise's check says of a sandbox. Throws where there is no such task. */
export async function checkTask(exercise: Exercise, id: string, sandbox: SandboxView): Promise<Verdict> {
  const task = exercise.tasks.find((each) => each.id === id);
  if (!task) throw new Error(`The exercise ${exercise.id} has no task ${id}.`);
  return task.check(sandbox);
}

export function handBuiltSandbox(state: HandBuilt): SandboxView {
  const images = state.images ?? [];
  return {
    image: async (reference) => images.find(({ tags }) => tags.includes(reference)),
    images: async () => images,
    history: async (reference) => state.history?.[reference] ?? [],
    containers: async () => state.containers ?? [],
    changes: async (container) => state.changes?.[container] ?? [],
    file: async (path) => state.files?.[path],
    http: async (port) => state.pages?.[port],
    layers: async (reference) => state.layers?.[reference] ?? [],
    findInLayers: async (reference, text) =>
      state.inLayers === 'unreadable' ? undefined : (state.inLayers?.[reference]?.[text] ?? []),
    container: async (name) => state.details?.find((each) => each.name === name),
    buildCache: async () => state.buildCache ?? [],
    manifest: async (reference) => state.manifests?.[reference],
    registryTags: async (repository) => state.registryTags?.[repository] ?? [],
    account: async () => state.account,
    fileInfo: async (path) => state.fileInfos?.[path],
    port: async (port) => state.openPorts?.includes(port) ?? false,
    answer: async () => state.answer,
    commands: async () => state.commands ?? [],
  };
}

/** An image with the given names and layers; the rest as plain as can be. */
export function imageOf(id: string, tags: readonly string[], layers: readonly string[], sizeBytes = 0): ImageView {
  return {
    id: `sha256:${id}`,
    tags,
    layers,
    sizeBytes,
    createdAt: '2026-01-01T00:00:00Z',
    architecture: 'amd64',
    labels: {},
    env: [],
    cmd: [],
    entrypoint: [],
    exposedPorts: [],
    user: '',
    workingDir: '',
  };
}
