import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** The index of the provider package loads every AWS resource: 4 s and over 500 MB at each start. */
const PROVIDER_INDEX = [
  {
    regex: '^@cdktf/provider-aws$',
    message: 'Import the one resource: @cdktf/provider-aws/lib/ecr-repository.',
  },
];

/** The branded types, and the one file with the casts to them: each is a function that names the reason. */
const BRANDS = 'AccountId|AccountName|RegistryName|RepositoryName|RepositoryFilter|Region';
const BRAND_CASTS = 'src/aws/names.ts';

/** Also finds the name in a larger type, such as `as AccountId | undefined` and `as readonly Region[]`. */
const BRANDED_TYPE = `TSTypeReference[typeName.name=/^(${BRANDS})$/]`;
const NO_BRAND_CASTS = ['TSAsExpression', 'TSTypeAssertion'].map((cast) => ({
  selector: `${cast} > ${BRANDED_TYPE}.typeAnnotation, ${cast} > .typeAnnotation ${BRANDED_TYPE}`,
  message: `Call the function of ${BRAND_CASTS} that names the reason for the cast, or add one there.`,
}));

export default defineConfig(
  { ignores: ['node_modules/', 'cdktf.out/', 'coverage/', 'dist/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx}'],
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
  {
    files: ['**/*.{ts,tsx}'],
    ignores: ['__tests__/**', BRAND_CASTS],
    rules: { 'no-restricted-syntax': ['error', ...NO_BRAND_CASTS] },
  },
  {
    files: ['__tests__/**/*.ts'],
    rules: {
      // A test that would fail on undefined fails all the same, and reads better.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);
