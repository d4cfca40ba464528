import type {
  ContainerView,
  FileChange,
  HistoryRow,
  HttpView,
  ImageView,
  SandboxView,
} from '../src/shared/exercise/index.ts';

/** What a sandbox is said to hold, for unit tests of what checks say about it. */
export interface HandBuilt {
  readonly images?: readonly ImageView[];
  readonly history?: Readonly<Record<string, readonly HistoryRow[]>>;
  readonly containers?: readonly ContainerView[];
  readonly changes?: Readonly<Record<string, readonly FileChange[]>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly pages?: Readonly<Record<number, HttpView>>;
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
