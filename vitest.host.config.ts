import { defineConfig } from 'vitest/config';

/** What `npm run test:host` runs: tests that need nothing but an engine, which DOCKER_HOST names. */
export default defineConfig({
  test: {
    name: 'host',
    globalSetup: ['./setup/integration-images.ts'],
    include: ['server/{sandbox,registry}/**/*.integration.test.ts'],
    fileParallelism: false,
    // An emulated processor takes ten times as long.
    testTimeout: 600_000,
    hookTimeout: 900_000,
    expect: { poll: { timeout: 30_000 } },
  },
});
