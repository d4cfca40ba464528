import { z } from 'zod';

// Go writes an empty list as null.
const strings = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? []);
const emptyWhenNull = <Value extends z.ZodType>(value: Value) =>
  z
    .record(z.string(), value)
    .nullish()
    .transform((record) => record ?? {});

/** Docker's JSON, as much of it as checks read. Source: Docker Engine API v1.45. */
export const imageInspectSchema = z.object({
  Id: z.string(),
  RepoTags: strings,
  Created: z.string(),
  Architecture: z.string(),
  Size: z.number(),
  RootFS: z.object({ Layers: strings }),
  Config: z.object({
    Labels: emptyWhenNull(z.string()),
    Env: strings,
    Cmd: strings,
    Entrypoint: strings,
    ExposedPorts: emptyWhenNull(z.unknown()),
    User: z.string().nullish(),
    WorkingDir: z.string().nullish(),
  }),
});

export const imageListSchema = z.array(z.object({ Id: z.string() }));

/** The same list, with what a picture shows of each image without asking for it. */
export const imageRowsSchema = z.array(
  z.object({ Id: z.string(), RepoTags: strings, Created: z.number(), Size: z.number() }),
);

/** Where the engine has an image's layers, where it keeps each in a folder. */
export const imageFoldersSchema = z.object({
  GraphDriver: z.object({ Data: emptyWhenNull(z.string()) }).nullish(),
});

export const historySchema = z.array(
  z.object({ CreatedBy: z.string(), Size: z.number(), Comment: z.string(), Created: z.number() }),
);

export const containerListSchema = z.array(
  z.object({
    Id: z.string(),
    Names: strings,
    Image: z.string(),
    ImageID: z.string(),
    State: z.string(),
    Ports: z
      .array(
        z.object({
          PrivatePort: z.number(),
          PublicPort: z.number().optional(),
          Type: z.enum(['tcp', 'udp', 'sctp']),
        }),
      )
      .nullish()
      .transform((ports) => ports ?? []),
  }),
);

/** With `size=1`. An empty layer has no `SizeRw`. */
export const containerSizesSchema = z.array(
  z.object({
    Id: z.string(),
    Names: strings,
    Image: z.string(),
    ImageID: z.string(),
    State: z.string(),
    Created: z.number(),
    SizeRw: z.number().optional(),
    SizeRootFs: z.number().optional(),
  }),
);

export const containerInspectSchema = z.object({
  Id: z.string(),
  Name: z.string(),
  Image: z.string(),
  Path: z.string(),
  Args: strings,
  State: z.object({
    Status: z.string(),
    ExitCode: z.number(),
    StartedAt: z.string(),
    FinishedAt: z.string(),
    Health: z.object({ Status: z.string() }).nullish(),
  }),
  Config: z.object({
    Image: z.string(),
    Env: strings,
    Labels: emptyWhenNull(z.string()),
    User: z.string().nullish(),
    WorkingDir: z.string().nullish(),
  }),
  HostConfig: z.object({
    AutoRemove: z.boolean(),
    Memory: z.number(),
    RestartPolicy: z.object({ Name: z.string() }).nullish(),
    Tmpfs: emptyWhenNull(z.string()),
  }),
  Mounts: z
    .array(
      z.object({
        Type: z.string(),
        Name: z.string().optional(),
        Source: z.string().optional(),
        Destination: z.string(),
        RW: z.boolean(),
      }),
    )
    .nullish()
    .transform((mounts) => mounts ?? []),
  NetworkSettings: z.object({
    Networks: emptyWhenNull(z.unknown()),
    Ports: emptyWhenNull(z.array(z.object({ HostPort: z.string() })).nullish()),
  }),
});

export const diskUseSchema = z.object({
  BuildCache: z
    .array(
      z.object({
        ID: z.string(),
        Type: z.string(),
        Description: z.string(),
        InUse: z.boolean(),
        Shared: z.boolean(),
        Size: z.number(),
        UsageCount: z.number(),
      }),
    )
    .nullish()
    .transform((records) => records ?? []),
});

export const versionSchema = z.object({ Arch: z.string() });

export const changesSchema = z
  .array(z.object({ Kind: z.number(), Path: z.string() }))
  .nullish()
  .transform((changes) => changes ?? []);
