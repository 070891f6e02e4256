import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{agents,apps,bots,jobs,monitoring,prisma,providers,test}/**/*.test.ts'],
    globalSetup: ['test/support/postgres-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // One more than the cores of CI: tests of processes wait for most of their time.
    maxWorkers: 3,
  },
});
