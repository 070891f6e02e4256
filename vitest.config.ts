import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{agents,apps,bots,jobs,monitoring,prisma,providers,test}/**/*.test.ts'],
    globalSetup: ['test/support/postgres-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // One more than the cores of CI: tests of processes wait for most of their time.
    maxWorkers: 3,
    // A process for each file costs half a second of loading the same modules: a third of the run. Nothing here mocks a
    // module or changes a global, and what a file starts, it ends.
    isolate: false,
  },
});
