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

export const historySchema = z.array(z.object({ CreatedBy: z.string(), Size: z.number(), Comment: z.string() }));

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

export const changesSchema = z
  .array(z.object({ Kind: z.number(), Path: z.string() }))
  .nullish()
  .transform((changes) => changes ?? []);
