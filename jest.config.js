'use strict';

// The AWS SDK warns once in each worker if Node.js is older than 22.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** The deploy that `npm test` includes; `npm run test:e2e` runs it with all others. */
const SHIPPED_DEPLOY = '<rootDir>/__tests__/e2e/deploy.test.ts';

/** Runs the steps of the pipelines in shells, which takes as long as a deploy. */
const PIPELINES = '<rootDir>/__tests__/examples/*-steps.test.ts';

/** @type {import('jest').Config} */
const shared = {
  testEnvironment: 'node',
  // Contains a package of the same name as the project.
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  // Each test file loads its modules again, and two thirds of zod's are translations that no test uses.
  moduleNameMapper: { '^\\.\\./locales/index\\.cjs$': '<rootDir>/node_modules/zod/v4/locales/en.cjs' },
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' } }],
  },
};

/** @type {import('jest').Config} */
module.exports = {
  maxWorkers: '100%',
  // A limit for tests that hang, not for slow ones: a loaded machine takes ten times as long.
  testTimeout: 120_000,
  reporters: ['default', '<rootDir>/__tests__/progress-reporter.js'],
  testSequencer: '<rootDir>/__tests__/deploys-first.js',
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
      testPathIgnorePatterns: [
        '/node_modules/',
        '<rootDir>/__tests__/e2e/',
        '<rootDir>/__tests__/examples/.*-steps',
      ],
    },
    { ...shared, displayName: 'deploy', testMatch: [SHIPPED_DEPLOY] },
    {
      ...shared,
      displayName: 'e2e',
      globalSetup: '<rootDir>/__tests__/browser/install-chromium.ts',
      testMatch: ['<rootDir>/__tests__/e2e/**/*.test.ts', PIPELINES],
      testPathIgnorePatterns: ['/node_modules/', SHIPPED_DEPLOY],
    },
  ],
};
