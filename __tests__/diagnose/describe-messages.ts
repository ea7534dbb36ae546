import { readFileSync } from 'node:fs';
import { diagnose, matchMessage } from '../../src/diagnose/diagnose';
import type { Diagnosis } from '../../src/diagnose/model/diagnosis';
import type { FamilyEntries } from '../../src/diagnose/model/entry';
import {
  declaredTopology,
  DECLARATION,
  diagnoseText,
  policyTexts,
  readMessage,
  stepsText,
} from './diagnose-text';
import type { Expected } from './expected';

/** Text that the diagnosis of a message must and must not contain. */
interface Expectation {
  readonly kind: string;
  readonly contains: readonly string[];
  readonly doesNotContain?: readonly string[];
}

/** What is expected of the messages of a family, by file name. `messages.test.ts` looks for every file in the calls. */
interface FamilyMessages {
  /** In __tests__/fixtures/messages; diagnosed with `DECLARATION`, and without a topology. */
  readonly messages?: Readonly<Record<string, Expected>>;
  /** In __tests__/fixtures/client-messages; diagnosed with the shipped topology. */
  readonly clientMessages?: Readonly<Record<string, Expectation>>;
  /** In __tests__/fixtures/public-messages; diagnosed without a topology. */
  readonly publicMessages?: Readonly<Record<string, Expectation>>;
}

/** Tests the explanations of the messages that the entries of one source file match. */
export function describeMessages(entries: FamilyEntries, family: FamilyMessages): void {
  const { messages = {}, clientMessages = {}, publicMessages = {} } = family;
  const kinds = Object.values(entries).flatMap((each) => each.map(({ kind }) => kind));

  test('the messages are of the kinds of these entries', () => {
    const expected = [messages, clientMessages, publicMessages].flatMap<{ readonly kind: string }>(
      Object.values,
    );
    expect(kinds).toEqual(expect.arrayContaining(expected.map(({ kind }) => kind)));
  });

  if (Object.keys(messages).length > 0) describeWithDeclaration(messages);
  if (Object.keys(clientMessages).length > 0) describeClientMessages(clientMessages);
  if (Object.keys(publicMessages).length > 0) describePublicMessages(publicMessages);
}

function describeWithDeclaration(messages: Readonly<Record<string, Expected>>): void {
  test.each(Object.entries(messages))('explains %s with a topology', (name, { fix, ...expected }) => {
    const diagnosis = diagnoseText(readMessage(name), DECLARATION);
    const { principal, action, repository, registry } = diagnosis.found;
    const registryText = [registry.name, registry.accountId, registry.region]
      .map((each) => each ?? '?')
      .join(' ');
    expect({
      kind: diagnosis.kind,
      principal,
      action,
      repository,
      registry: registryText === '? ? ?' ? undefined : registryText,
      policies: policyTexts(diagnosis),
    }).toEqual({
      principal: undefined,
      action: undefined,
      repository: undefined,
      registry: undefined,
      policies: [],
      ...expected,
    });
    expect(stepsText(diagnosis)).toContain(fix);
  });

  test.each(Object.keys(messages))('explains %s without a topology', (name) => {
    const diagnosis = diagnoseText(readMessage(name), undefined);
    expect(diagnosis.found.registry.name).toBeUndefined();
    expect(diagnosis.steps).not.toEqual([]);
    expect(JSON.stringify(diagnosis)).not.toMatch(/undefined|\[object/);
  });
}

function describeClientMessages(messages: Readonly<Record<string, Expectation>>): void {
  const shipped = declaredTopology(readFileSync('topology.yaml', 'utf8'));

  test.each(Object.entries(messages))(
    'explains %s with the shipped topology',
    (name, { kind, contains, doesNotContain = [] }) => {
      const message = matchMessage(readMessage(name, 'client-messages'));
      expect(message?.kind).toBe(kind);
      const text = textOf(diagnose(message!, shipped));
      for (const each of contains) expect(text).toContain(each);
      for (const declared of [undefined, shipped]) {
        for (const each of doesNotContain) {
          expect(textOf(diagnose(message!, declared))).not.toContain(each);
        }
      }
    },
  );
}

function describePublicMessages(messages: Readonly<Record<string, Expectation>>): void {
  const shipped = declaredTopology(readFileSync('topology.yaml', 'utf8'));

  test.each(Object.entries(messages))('explains %s from a public report', (name, { kind, contains }) => {
    const message = matchMessage(readMessage(name, 'public-messages'));
    expect(message?.kind).toBe(kind);
    const text = textOf(diagnose(message!, undefined));
    for (const each of contains) expect(text).toContain(each);
    expect(textOf(diagnose(message!, shipped))).not.toMatch(/undefined|\[object/);
  });
}

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
