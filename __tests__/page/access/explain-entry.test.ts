import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { combineVerdicts } from '../../../src/access/explain/explain';
import { explainEntry } from '../../../src/page/access/explain-entry';
import type { PageModel } from '../../../src/page/model/page-model';
import { repositoriesOfEntry, type AccessEntry } from '../../../src/report/page/access';
import { declaredAccess } from '../../access/declared-access';
import { DECLARATION, pageModelOf } from '../page-model-of';

const ANSWERS = { allowed: 'yes', denied: 'no', unknown: 'depends' } as const;

/** Returns the answer of the explanation, or undefined if the command answers another question than the matrix. */
function explainedAnswer(model: PageModel, entry: AccessEntry): AccessEntry['answer']['kind'] | undefined {
  const [repository] = repositoriesOfEntry(entry, model.data.topology);
  const explained = explainEntry(model, entry, repository!);
  switch (explained.kind) {
    case 'none':
      return 'unknown';
    case 'actions':
      return ANSWERS[combineVerdicts(explained.actions.map(({ decision }) => decision.verdict))];
    case 'request': {
      const { explanation } = explained;
      // The matrix does not check whether images are pushed to the source.
      const isChain =
        explanation.operation === 'replicate' &&
        explanation.conditions.some(({ kind, isMet }) => kind === 'source-is-pushed-to' && !isMet);
      return isChain ? undefined : ANSWERS[explanation.verdict];
    }
  }
}

function expectSameAnswers(model: PageModel): number {
  const compared = model.data.access.filter((entry) => {
    const answer = explainedAnswer(model, entry);
    if (answer !== undefined) {
      expect({ ...entry.answer, caller: entry.caller.text, kind: answer }).toEqual({
        ...entry.answer,
        caller: entry.caller.text,
      });
    }
    return answer !== undefined;
  });
  return compared.length;
}

test.each(['organization', 'cross-account-pull-push', 'everything'])(
  'explains each answer of %s.yaml with the same result',
  (name) => {
    const model = pageModelOf(readFileSync(`examples/${name}.yaml`, 'utf8'));

    expect(expectSameAnswers(model)).toBeGreaterThan(1);
  },
);

test('explains each answer of random declarations with the same result', () => {
  const texts = fc.sample(declaredAccess, { seed: 20261201, numRuns: 8 }).map((each) => stringify(each));
  const compared = texts.map((text) => expectSameAnswers(pageModelOf(text)));

  expect(compared.reduce((sum, number) => sum + number, 0)).toBeGreaterThan(50);
});

test('describes the caller that represents an organization', () => {
  const model = pageModelOf(DECLARATION);
  const entry = model.data.access.find(({ caller }) => caller.text.startsWith('organization'))!;

  expect(explainEntry(model, entry, repositoriesOfEntry(entry, model.data.topology)[0]!)).toMatchObject({
    kind: 'actions',
    sample: 'any role or user of organization o-a1b2c3d4e5',
  });
});
