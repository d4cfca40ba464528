import { join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { parseConfig } from '../../server/config.ts';
import { patience } from '../../server/test-patience.ts';
import { readCourseProofs } from './course-proofs.ts';
import type { Result } from './proof.ts';
import { createProvingGround, type ProvingGround } from './proving-ground.ts';
import { describeFault } from './report.ts';
import { runProofs } from './run-proofs.ts';

/** The first one waits for a sandbox; a proof bounds itself. */
const TEST_TIMEOUT_MS = 15 * 60_000;

const root = join(import.meta.dirname, '../..');
const { proofs, [Symbol.asyncDispose]: closeCourse } = await readCourseProofs(root, { isUpdate: false });
const results = new Map(proofs.map(({ id }) => [id, Promise.withResolvers<Result>()]));
const controller = new AbortController();

let ground: ProvingGround;
let running: Promise<unknown>;

beforeAll(async () => {
  const { registryVolume } = parseConfig(process.env, root);
  const limits = parseConfig({}, root).sandboxLimits;
  ground = await createProvingGround({ docker: new Docker(), images: inject('images'), registryVolume, limits });
  running = runProofs(proofs, {
    ground: async () => ground,
    memory: undefined,
    signal: controller.signal,
    onResult: (result) => results.get(result.proof.id)?.resolve(result),
  });
});

afterAll(async () => {
  controller.abort();
  await running?.catch(() => {});
  await ground?.[Symbol.asyncDispose]();
  await closeCourse();
});

test.each(proofs.map((proof) => [`${proof.name}: ${proof.what}`, proof] as const))(
  '%s',
  async (_name, { id }) => {
    const result = await results.get(id)?.promise;
    const faults = result?.findings.faults.filter(({ isWarning }) => !isWarning) ?? [];
    if (faults.length > 0) expect.fail(faults.map(describeFault).join('\n'));
    expect(result?.outcome).toBe('passed');
  },
  TEST_TIMEOUT_MS * patience,
);
