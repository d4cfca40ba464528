/** One image in the learner's engine. Sizes in bytes, times ISO 8601. Source: `GET /images/{name}/json`. */
export interface ImageView {
  readonly id: string;
  readonly tags: readonly string[];
  /** `RootFS.Layers`: the digests of the uncompressed layers, base first. */
  readonly layers: readonly string[];
  readonly sizeBytes: number;
  readonly createdAt: string;
  readonly architecture: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly env: readonly string[];
  readonly cmd: readonly string[];
  readonly entrypoint: readonly string[];
  readonly exposedPorts: readonly string[];
  readonly user: string;
  readonly workingDir: string;
}

/** One row of `docker history`, newest first. */
export interface HistoryRow {
  readonly createdBy: string;
  readonly sizeBytes: number;
  readonly comment: string;
}

/** One published port: `hostPort` is where the learner's shell reaches it. */
export interface PublishedPort {
  readonly containerPort: number;
  readonly hostPort: number;
  readonly protocol: 'tcp' | 'udp' | 'sctp';
}

/** One container in the learner's engine, running or not. */
export interface ContainerView {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly imageId: string;
  readonly state: string;
  readonly ports: readonly PublishedPort[];
}

/** One line of `docker diff`. */
export interface FileChange {
  readonly kind: 'modified' | 'added' | 'deleted';
  readonly path: string;
}

export interface HttpView {
  readonly status: number;
  readonly body: string;
}

/**
 * The narrow, read-only view of one sandbox that a check gets. Everything is read from outside the learner's shell.
 * Every call has a time limit and an output limit; passing one makes the check's verdict an `error`.
 */
export interface SandboxView {
  /** `undefined` when the engine has no such image. */
  image(reference: string): Promise<ImageView | undefined>;
  images(): Promise<readonly ImageView[]>;
  /** Empty when the engine has no such image. */
  history(reference: string): Promise<readonly HistoryRow[]>;
  containers(): Promise<readonly ContainerView[]>;
  /** What differs between a container and its image; empty when there is no such container. */
  changes(container: string): Promise<readonly FileChange[]>;
  /** A text file, by a path relative to the exercise's folder; `undefined` when there is none. At most 64 KiB are read. */
  file(path: string): Promise<string | undefined>;
  /** GET on a published port; `undefined` when nothing answers. At most 64 KiB are read. */
  http(port: number, path: string): Promise<HttpView | undefined>;
}
