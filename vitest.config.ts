import { defineConfig } from 'vitest/config';

const integration = {
  globalSetup: ['./setup/integration-images.ts', './setup/test-database.ts'],
  // One engine, two cores: files that start containers would only time each other out side by side.
  fileParallelism: false,
  testTimeout: 60_000,
  hookTimeout: 300_000,
};

/** They need no engine, only PostgreSQL's programs: so they run beside the set-up, like the unit tests. */
const DATABASES = ['server/storage/*.integration.test.ts', 'server/accounts-on-postgres.integration.test.ts'];

const REGISTRY = 'server/registry/*.integration.test.ts';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{src,server,gateway,setup,images,exercises,bench}/**/*.test.ts'],
          exclude: ['**/*.integration.test.ts'],
          // What hundreds of files import is loaded once. Each restores what it changes for all: the clock.
          isolate: false,
          // They run beside the set-up, which builds images on the same two cores.
          testTimeout: 20_000,
        },
      },
      {
        test: {
          ...integration,
          name: 'integration',
          include: ['{server,images,exercises}/**/*.integration.test.ts'],
          exclude: [REGISTRY, ...DATABASES],
        },
      },
      {
        test: { ...integration, globalSetup: ['./setup/test-database.ts'], name: 'databases', include: DATABASES },
      },
      { test: { ...integration, name: 'registry', include: [REGISTRY] } },
      { test: { ...integration, name: 'set-up', include: ['setup/*.integration.test.ts'] } },
      { test: { ...integration, name: 'proofs', include: ['setup/verify/*.integration.test.ts'] } },
    ],
  },
});
