import { defineConfig } from 'vitest/config';

const integration = {
  globalSetup: ['./setup/integration-images.ts', './setup/test-database.ts'],
  // One engine, two cores: files that start containers would only time each other out side by side.
  fileParallelism: false,
  testTimeout: 60_000,
  hookTimeout: 300_000,
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{src,server,gateway,setup,images,exercises,bench}/**/*.test.ts'],
          exclude: ['**/*.integration.test.ts'],
        },
      },
      {
        test: { ...integration, name: 'integration', include: ['{server,images,exercises}/**/*.integration.test.ts'] },
      },
      { test: { ...integration, name: 'set-up', include: ['setup/**/*.integration.test.ts'] } },
    ],
  },
});
