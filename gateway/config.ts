import { z } from 'zod';

const environmentSchema = z.object({
  GATEWAY_ADDRESS: z.ipv4(),
  /** What accounts' passwords are computed from: 64 hex digits. */
  REGISTRY_SECRET: z.string().regex(/^[0-9a-f]{64}$/),
  /** Of one account. */
  REGISTRY_QUOTA_BYTES: z.coerce.number().int().positive(),
  /** The public registry that is asked for what the course does not have, as an address; empty for none. */
  REGISTRY_UPSTREAM: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]),
});

export interface GatewayConfig {
  readonly address: string;
  readonly secret: string;
  readonly quotaBytes: number;
  readonly upstream: URL | undefined;
}

/** The container's environment, which `server/registry/gateway-options.ts` writes. */
export function parseGatewayConfig(environment: Readonly<Record<string, string | undefined>>): GatewayConfig {
  const parsed = environmentSchema.parse(environment);
  return {
    address: parsed.GATEWAY_ADDRESS,
    secret: parsed.REGISTRY_SECRET,
    quotaBytes: parsed.REGISTRY_QUOTA_BYTES,
    upstream: parsed.REGISTRY_UPSTREAM === '' ? undefined : new URL(parsed.REGISTRY_UPSTREAM),
  };
}
