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

test('limits actions and repositories', () => {
  const entry = {
    ...model.data.access[0]!,
    operation: 'other' as const,
    actions: ['ecr:DeleteRepository', 'ecr:ListImages', 'ecr:PutImage', 'ecr:TagResource'] as const,
  };

  expect(chipText(entry).operation).toBe('ecr:DeleteRepository, ecr:ListImages, and 2 more');
});
