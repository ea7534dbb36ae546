import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/**
 * Imports go one way: registry ← access ← plan ← topology, diagnosis ← report ← cli; stacks imports registry only (DESIGN, "The
 * shape"). src/files, which gives the bytes of a file, is for plan, topology and cli.
 * Each entry: the folder, and what it must not import, with the reason that the message gives.
 */
const FRAMEWORK = ['cdktf', 'cdktf/*', 'constructs', '@cdktf/*'];
const layer = (folder, forbidden, message) => ({
  files: [`${folder}/**/*.ts`],
  rules: {
    'no-restricted-imports': ['error', { patterns: [{ group: forbidden, message }, ...PROVIDER_INDEX] }],
  },
});

/** The index of the provider package loads every AWS resource: 4 s and over 500 MB at each start. */
const PROVIDER_INDEX = [
  {
    regex: '^@cdktf/provider-aws$',
    message: 'Import the one resource: @cdktf/provider-aws/lib/ecr-repository.',
  },
];

const ABOVE_TOPOLOGY = ['**/diagnosis', '**/report', '**/cli', '**/stacks'];
const ABOVE_REGISTRY = [
  '**/files',
  '**/access',
  '**/plan',
  '**/plan/**',
  '**/topology/**',
  ...ABOVE_TOPOLOGY,
];

export default defineConfig(
  { ignores: ['node_modules/', 'cdktf.out/', 'coverage/', 'dist/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      curly: ['error', 'multi-line', 'consistent'],
      '@typescript-eslint/explicit-member-accessibility': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      // A number in a template literal is text without surprise.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-restricted-imports': ['error', { patterns: PROVIDER_INDEX }],
    },
  },
  layer(
    'src/files',
    [...FRAMEWORK, 'yaml', 'zod', '@aws-sdk/*', '**/registry', ...ABOVE_REGISTRY],
    'src/files gives the bytes of a file; it knows nothing of what they say.',
  ),
  layer(
    'src/registry',
    [...FRAMEWORK, 'yaml', 'zod', '@aws-sdk/*', ...ABOVE_REGISTRY],
    'src/registry is pure data and functions: no cdktf, no YAML, no AWS SDK, nothing above it.',
  ),
  layer(
    'src/access',
    [
      ...FRAMEWORK,
      'yaml',
      'zod',
      '@aws-sdk/*',
      '**/files',
      '**/plan',
      '**/plan/**',
      '**/topology',
      '**/topology/*',
      ...ABOVE_TOPOLOGY,
    ],
    'src/access evaluates policies over the model; it knows nothing else.',
  ),
  layer(
    'src/plan',
    [...FRAMEWORK, 'yaml', 'zod', '@aws-sdk/*', '**/topology/*', '!./topology*', ...ABOVE_TOPOLOGY],
    'src/plan reads plans into the model and asks it; it knows neither declarations nor who prints.',
  ),
  layer(
    'src/diagnosis',
    [
      ...FRAMEWORK,
      'yaml',
      'zod',
      '@aws-sdk/*',
      '**/topology',
      '**/topology/*',
      '**/report',
      '**/cli',
      '**/stacks',
    ],
    'src/diagnosis reads messages and asks the model; it knows nothing else.',
  ),
  layer(
    'src/topology',
    [...FRAMEWORK, ...ABOVE_TOPOLOGY],
    'src/topology reads declarations; it knows neither cdktf nor who prints.',
  ),
  layer(
    'src/report',
    [...FRAMEWORK, 'yaml', 'zod', '**/files', '**/cli', '**/stacks'],
    'src/report renders what it is given.',
  ),
  layer(
    'src/cli',
    [...FRAMEWORK, '**/stacks', '!./stacks'],
    'Commands work on the model; main.ts joins it with the stacks.',
  ),
  layer(
    'stacks',
    ['**/src/topology', '**/src/topology/**', '**/src/report', '**/src/cli', 'yaml', 'zod'],
    'stacks turns registries into resources; of src it imports registry only.',
  ),
  {
    files: ['__tests__/**/*.ts'],
    rules: {
      // A test that would fail on undefined fails all the same, and reads better.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);
