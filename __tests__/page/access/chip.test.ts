import { createChipText } from '../../../src/page/access/chip';
import { DECLARATION, pageModelOf } from '../page-model-of';

const model = pageModelOf(DECLARATION);
const chipText = createChipText(model);

test('folds repositories as the command does', () => {
  const texts = model.data.access.map((entry) => Object.values(chipText(entry)).join(' '));

  expect(new Set(texts)).toEqual(
    new Set(['pull all', 'pull app/*', 'pull base', 'push app/*', 'replicate app/*']),
  );
});

test('compares the repositories of a replication with those of the source registry', () => {
  const text = DECLARATION.replace(
    '  base:',
    '  app/c: { registry: hub }\n  app/d: { registry: hub }\n  base:',
  );
  const large = pageModelOf(text);
  const replicated = large.data.access.find(({ operation }) => operation === 'replicate')!;

  // They are all repositories of the destination.
  expect(createChipText(large)(replicated).repositories).toBe('app/*');
});

test('limits actions and repositories', () => {
  const entry = {
    ...model.data.access[0]!,
    operation: 'other' as const,
    actions: ['ecr:DeleteRepository', 'ecr:ListImages', 'ecr:PutImage', 'ecr:TagResource'] as const,
  };

  expect(chipText(entry).operation).toBe('ecr:DeleteRepository, ecr:ListImages, and 2 more');
});
