import { commentParts, notCheckedText } from '../../src/comment/parts';
import { countCharacters } from '../../src/comment/split/text-length';

const limit = (max: number) => ({ max, lengthOf: countCharacters });

test('keeps the marker and the text of check', () => {
  const text = '<!-- ecr-topology check staging -->\n## Passed\n';

  expect(commentParts(text, undefined, limit(1_000))).toEqual({ id: 'staging', bodies: [text] });
});

test('adds the marker to a text without one', () => {
  expect(commentParts('## Passed\n', undefined, limit(1_000))).toEqual({
    id: undefined,
    bodies: ['<!-- ecr-topology check -->\n## Passed\n'],
  });
});

test('replaces the marker if the command sets an ID', () => {
  const { id, bodies } = commentParts('[//]: # (ecr-topology check one)\n\n## Passed\n', 'two', limit(1_000));

  expect([id, bodies]).toEqual(['two', ['<!-- ecr-topology check two -->\n\n## Passed\n']]);
});

test('numbers the parts of a text that is too long', () => {
  const items = Array.from({ length: 40 }, (_, index) => `- item ${index}\n`).join('');
  const { bodies } = commentParts(items, 'staging', limit(350));

  expect(bodies.length).toBeGreaterThan(1);
  for (const [index, body] of bodies.entries()) {
    const [marker, first] = body.split('\n');
    const number = index + 1;
    expect(countCharacters(body)).toBeLessThanOrEqual(350);
    expect(marker).toBe(`<!-- ecr-topology check staging${number === 1 ? '' : `, part ${number}`} -->`);
    if (number > 1) expect(first).toBe(`*Part ${number} of ${bodies.length}, continued from part ${index}.*`);
    const last = `*Continued in part ${number + 1} of ${bodies.length}.*\n`;
    expect(body.endsWith(last)).toBe(number < bodies.length);
  }
});

test.each([2, 100])('rejects a text that is %i times as long as 20 comments', (times) => {
  expect(() => commentParts('text '.repeat(20 * 80 * times), undefined, limit(400))).toThrow(
    "The text is too long for 20 comments of 400 characters. Set a lower --limit when you run 'ecr-topology check'.",
  );
});

test.each([
  [
    'https://github.com/acme/images/actions/runs/1',
    ' [Show the run](https://github.com/acme/images/actions/runs/1)',
  ],
  [undefined, ''],
  ['javascript:alert(1)', ''],
  ['https://github.com/a) [x](https://evil.example.com', ''],
])('links the run %s', (url, link) => {
  expect(notCheckedText('pull request', { noun: 'run', url })).toBe(
    `**Not checked:** the plans of this pull request could not be created or read.${link}\n`,
  );
});
