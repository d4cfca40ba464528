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
  /** To the second; of a step that the builder took from its cache, when it was carried out. Left out where the engine does not say. */
  readonly createdAt?: string;
}

/** One layer of an image, base first: what it adds, and the instruction that made it, matched by sizes and instructions. Source: `GET /images/{name}/history` and `RootFS.Layers`. */
export interface ImageLayer {
  readonly digest: string;
  readonly sizeBytes: number;
  /** As `docker history` shows it; `''` where the history does not tell. */
  readonly createdBy: string;
}

/** What a registry has under a name. Sizes are compressed, in bytes. Source: the registry's `GET /v2/{name}/manifests/{reference}`. */
export interface ManifestView {
  readonly digest: string;
  readonly mediaType: string;
  /** `os/architecture` of each image of an index; the one of a plain manifest. */
  readonly platforms: readonly string[];
  /** Of a plain manifest, or of an index's image for linux and the engine's architecture. */
  readonly layers: readonly { readonly digest: string; readonly sizeBytes: number }[];
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

export interface Mount {
  readonly kind: 'volume' | 'bind' | 'tmpfs';
  /** The volume's name, or the path on the host; `''` of a tmpfs. */
  readonly source: string;
  readonly destination: string;
  readonly isWritable: boolean;
}

/** All of one container. Times ISO 8601; `''` for what has not happened. Source: `GET /containers/{name}/json`. */
export interface ContainerDetails extends ContainerView {
  readonly command: readonly string[];
  readonly env: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly user: string;
  readonly workingDir: string;
  readonly mounts: readonly Mount[];
  readonly networks: readonly string[];
  /** Of the last end. */
  readonly exitCode: number;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly restartPolicy: string;
  /** Started with `--rm`: gone a moment after its end, and until then still seen. */
  readonly isRemovedAtEnd: boolean;
  /** 0: no limit. */
  readonly memoryLimitBytes: number;
  /** `none` where the image has no health check. */
  readonly health: 'none' | 'starting' | 'healthy' | 'unhealthy';
}

/** One record of the builder's cache. Source: `GET /system/df?type=build-cache`. */
export interface BuildCacheEntry {
  readonly id: string;
  readonly kind: string;
  /** What was built, such as `[2/3] COPY index.html .`. */
  readonly description: string;
  readonly isInUse: boolean;
  /** An image has the same layer, so that removing the record frees nothing: `docker system df` counts it with the image. */
  readonly isShared: boolean;
  readonly sizeBytes: number;
  readonly usedCount: number;
}

export interface FileInfo {
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  readonly sizeBytes: number;
  /** Permission bits, such as 0o755. */
  readonly mode: number;
}

/** A command that the learner's shell says it has run: a hint, never a proof. Newest last. */
export interface CommandSeen {
  readonly text: string;
  /** `undefined` where the shell did not say. */
  readonly exitCode: number | undefined;
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
 * Every call has a time limit and an output limit. A call that can't be answered makes the check's verdict an `error`, whatever the check does about it: what is not
 * there is no such call, but `undefined` or empty. A check may look 500 times, at 16 things at once.
 */
export interface SandboxView {
  /** `undefined` when the engine has no such image. */
  image(reference: string): Promise<ImageView | undefined>;
  images(): Promise<readonly ImageView[]>;
  /** Empty when the engine has no such image. */
  history(reference: string): Promise<readonly HistoryRow[]>;
  /** Base first; empty when the engine has no such image. */
  layers(reference: string): Promise<readonly ImageLayer[]>;
  /**
   * The files in an image's layers that have a text in them, or one of several, a line each; by their paths in the image, at most 100. Those that a layer above covers or removes are
   * among them; those of more than 1 MiB, and in a sandbox those of the course's own images, are not. Empty when the engine has no such image; `undefined` where it does not
   * let its user look into its layers, as on most learners' own machines.
   */
  findInLayers(reference: string, text: string): Promise<readonly string[] | undefined>;
  containers(): Promise<readonly ContainerView[]>;
  /** `undefined` when there is no such container. */
  container(name: string): Promise<ContainerDetails | undefined>;
  buildCache(): Promise<readonly BuildCacheEntry[]>;
  /**
   * What the course registry has under `repository:tag`, as the engine names it: `nginx:1.26`, `registry.internal/calm-heron/web:1`; `undefined` when it has none. Of
   * what learners have pushed, only this one's. `localhost:5000/web:1` is asked of a registry that the learner runs. On a learner's own machine names lead to the public registries.
   */
  manifest(reference: string): Promise<ManifestView | undefined>;
  /** The tags that a registry has of a repository, as in `manifest`, at most 1,000; empty when it has none. */
  registryTags(repository: string): Promise<readonly string[]>;
  /** The learner's account in the course registry: they push to `registry.internal/<account>/…`. `undefined` on a learner's own machine, where there is no course registry. */
  account(): Promise<string | undefined>;
  /** What differs between a container and its image; empty when there is no such container. */
  changes(container: string): Promise<readonly FileChange[]>;
  /**
   * A text file, by a path relative to the exercise's folder, which it must not leave, or by an absolute one, such as `/etc/hosts`; on a learner's own machine an
   * absolute one leads no further than their folder of exercises. Links are followed as far as the learner may read. `undefined` when there is no file, or none that
   * they may read. At most 64 KiB are read.
   */
  file(path: string): Promise<string | undefined>;
  /** What there is at a path, as in `file`, but for the last link, which is not followed; `undefined` when there is nothing. */
  fileInfo(path: string): Promise<FileInfo | undefined>;
  /** Whether something accepts connections at a TCP port of 127.0.0.1, as seen from the learner's shell. A published port does as soon as its container runs. */
  port(port: number): Promise<boolean>;
  /** GET on a published port; `undefined` when nothing answers. At most 64 KiB are read. */
  http(port: number, path: string): Promise<HttpView | undefined>;
  /** What the learner entered last for this task, without the spaces around it; `undefined` before that. At most 200 characters. */
  answer(): Promise<string | undefined>;
  /** What the learner's shells say they have run in this sandbox, newest last, at most 200. A hint, never a proof: pass on state. */
  commands(): Promise<readonly CommandSeen[]>;
}
