import { findSelection, repositoryToSelect, selectionParameters } from '../../../src/page/access/selection';
import { DECLARATION, pageModelOf } from '../page-model-of';

const model = pageModelOf(DECLARATION);
const push = model.data.access.find(({ operation }) => operation === 'push')!;

test('every entry can be selected by the URL', () => {
  for (const entry of model.data.access) {
    const repository = repositoryToSelect(entry, model, '')!;
    expect(findSelection(model, selectionParameters(entry, repository))).toEqual({ entry, repository });
  }
});

test('selects the first repository if the topology does not have the one of the URL', () => {
  expect(findSelection(model, selectionParameters(push, 'gone'))?.repository).toBe('app/a');
});

test('selects nothing if the topology does not have the caller', () => {
  const parameters = { ...selectionParameters(push, 'app/a'), selectedCaller: 'missing' };

  expect(findSelection(model, parameters)).toBeUndefined();
  expect(findSelection(model, {})).toBeUndefined();
});

test('prefers a repository that matches the search', () => {
  expect(repositoryToSelect(push, model, 'ci app/b')).toBe('app/b');
  expect(repositoryToSelect(push, model, 'ci')).toBe('app/a');
});
