import { readdirSync, readFileSync } from 'node:fs';
import { diagnose, matchMessage } from '../../src/diagnose/diagnose';
import type { Diagnosis } from '../../src/diagnose/model/diagnosis';
import { CLIENT_MESSAGES } from './client-messages';
import { declaredTopology } from './diagnose-text';
import { PUBLIC_MESSAGES } from './public-messages';

const CLIENTS = '__tests__/fixtures/client-messages';
const PUBLIC = '__tests__/fixtures/public-messages';
const SHIPPED = declaredTopology(readFileSync('topology.yaml', 'utf8'));

/** All text of a diagnosis that users read. */
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

test.each([
  [CLIENTS, CLIENT_MESSAGES],
  [PUBLIC, PUBLIC_MESSAGES],
])('has an expectation for every message in %s', (folder, expected) => {
  const files = readdirSync(folder).filter((file) => file.endsWith('.txt'));
  expect(files.map((file) => file.slice(0, -'.txt'.length)).sort()).toEqual(Object.keys(expected).sort());
});

test.each(Object.entries(CLIENT_MESSAGES))(
  'explains %s with the shipped topology',
  (name, { kind, contains, ...more }) => {
    const message = matchMessage(readFileSync(`${CLIENTS}/${name}.txt`, 'utf8'));
    expect(message?.kind).toBe(kind);
    if (message === undefined) return;
    const text = textOf(diagnose(message, SHIPPED));
    for (const each of contains) expect(text).toContain(each);
    for (const declared of [undefined, SHIPPED]) {
      for (const each of more.doesNotContain ?? []) {
        expect(textOf(diagnose(message, declared))).not.toContain(each);
      }
    }
  },
);

test.each(Object.entries(PUBLIC_MESSAGES))('explains %s from a public report', (name, { kind, contains }) => {
  const message = matchMessage(readFileSync(`${PUBLIC}/${name}.txt`, 'utf8'));
  expect(message?.kind).toBe(kind);
  if (message === undefined) return;
  const text = textOf(diagnose(message, undefined));
  for (const each of contains) expect(text).toContain(each);
  expect(textOf(diagnose(message, SHIPPED))).not.toMatch(/undefined|\[object/);
});
