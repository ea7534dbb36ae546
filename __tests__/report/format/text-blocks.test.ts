import { textBlocks } from '../../../src/report/format/text-blocks';

test('splits a text into paragraphs, lists and code', () => {
  const text =
    'Statement X would allow a, but:\n\n  - one\n  - two\n\nAdd to the file:\n\n    access:\n      - allow: pull\n';
  expect(textBlocks(text)).toEqual([
    { kind: 'paragraph', text: 'Statement X would allow a, but:' },
    { kind: 'list', items: ['one', 'two'] },
    { kind: 'paragraph', text: 'Add to the file:' },
    { kind: 'code', text: 'access:\n  - allow: pull' },
  ]);
});

test('keeps empty lines in code', () => {
  expect(textBlocks('Run:\n\n    one\n\n    two\n')).toEqual([
    { kind: 'paragraph', text: 'Run:' },
    { kind: 'code', text: 'one\n\ntwo' },
  ]);
});

test('has no blocks for an empty text', () => {
  expect(textBlocks('')).toEqual([]);
});
