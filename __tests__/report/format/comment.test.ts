import { isCommentId, markerLine, readMarker } from '../../../src/report/format/comment';

test.each([
  [{ id: undefined, part: 1 }, '<!-- ecr-topology check -->'],
  [{ id: 'staging', part: 1 }, '<!-- ecr-topology check staging -->'],
  [{ id: undefined, part: 2 }, '<!-- ecr-topology check, part 2 -->'],
  [{ id: 'part', part: 12 }, '<!-- ecr-topology check part, part 12 -->'],
])('writes and reads the marker of %j', (marker, line) => {
  expect(markerLine(marker)).toBe(line);
  expect(readMarker(`${line}\nrest\n`)).toEqual({ ...marker, rest: 'rest\n' });
  expect(readMarker(line)).toEqual({ ...marker, rest: '' });
  expect(readMarker(`${markerLine(marker, false)}\r\nrest`)).toEqual({ ...marker, rest: 'rest' });
});

test.each([
  '',
  '## Title',
  ' <!-- ecr-topology check -->\n',
  '<!-- ecr-topology check --> text',
  '<!-- ecr-topology checks -->\n',
  '<!-- ecr-topology check a b -->\n',
  '> <!-- ecr-topology check -->\n',
])('finds no marker in %j', (text) => {
  expect(readMarker(text)).toBeUndefined();
});

test('accepts no ID that could end the marker', () => {
  expect(['a', 'A-1.b_2', 'a'.repeat(64)].map(isCommentId)).toEqual([true, true, true]);
  expect(['', 'a--b', '-a', 'a b', 'a,b', 'a'.repeat(65)].map(isCommentId)).not.toContain(true);
});
