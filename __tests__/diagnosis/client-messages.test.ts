import { readdirSync, readFileSync } from 'node:fs';
import { diagnose, recognise, type Diagnosis } from '../../src/diagnosis';
import { CLIENT_MESSAGES } from './client-messages';
import { declaredBy } from './surroundings';

const FOLDER = '__tests__/fixtures/client-messages';
const SHIPPED = declaredBy(readFileSync('topology.yaml', 'utf8'));

/** Everything that a user reads. */
function textOf({ summary, cause, policies, steps, certainty }: Diagnosis): string {
  const lines = [
    summary,
    cause,
    ...policies.map(({ layer, of, lacks }) => `${layer} ${of} ${lacks}`),
    ...steps.map(({ text, code }) => `${text}\n${code?.text ?? ''}`),
    certainty.because,
  ];
  return lines.join('\n');
}

test('every message has an expectation and a source', () => {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.txt'));
  expect(files.map((file) => file.slice(0, -'.txt'.length)).sort()).toEqual(
    Object.keys(CLIENT_MESSAGES).sort(),
  );
});

test.each(Object.entries(CLIENT_MESSAGES))('%s', (name, { kind, says, doesNotSay = [] }) => {
  const message = recognise(readFileSync(`${FOLDER}/${name}.txt`, 'utf8'));
  expect(message?.kind).toBe(kind);
  if (message === undefined) return;
  for (const declared of [undefined, SHIPPED]) {
    const text = textOf(diagnose(message, declared));
    for (const each of doesNotSay) expect(text).not.toContain(each);
    expect(text).not.toMatch(/undefined|\[object/);
  }
  const text = textOf(diagnose(message, SHIPPED));
  for (const each of says) expect(text).toContain(each);
});
