import { defineConfig } from 'vitest/config';

/** An emulated processor takes ten times as long. */
const PATIENCE = 10;

/** What `npm run test:host` runs: tests that need nothing but an engine, which DOCKER_HOST names. */
export default defineConfig({
  test: {
    name: 'host',
    globalSetup: ['./setup/integration-images.ts'],
    provide: { patience: PATIENCE, engineToKill: 'supervised' },
    include: ['server/{sandbox,registry,fleet}/**/*.integration.test.ts'],
    fileParallelism: false,
    testTimeout: 60_000 * PATIENCE,
    hookTimeout: 150_000 * PATIENCE,
    expect: { poll: { timeout: 1_000 * PATIENCE } },
  },
});
