import { readFileSync } from 'node:fs';
import { explainEntry } from '../../../src/page/access/explain-entry';
import { decidingStatements } from '../../../src/page/model/statement-lines';
import { repositoriesOfEntry } from '../../../src/report/page/access';
import { pageModelOf } from '../page-model-of';

const text = readFileSync('examples/organization.yaml', 'utf8');
const { data } = pageModelOf(text);
const model = pageModelOf(text);

test('finds the lines of each statement that allows or denies a request', () => {
  const statements = data.access.flatMap((entry) => {
    const repository = repositoriesOfEntry(entry, data.topology)[0]!;
    const explained = explainEntry(model, entry, repository);
    if (explained.kind !== 'request' || explained.explanation.operation === 'replicate') return [];
    const { actions, registry, caller } = explained.explanation;
    return decidingStatements(actions, { registry, repository, caller }, model.data);
  });

  expect(statements.length).toBeGreaterThan(5);
  expect(new Set(statements.map(({ layer }) => layer))).toEqual(new Set(['identity', 'repositoryPolicy']));
  for (const { lines } of statements) {
    expect(lines.length).toBeGreaterThan(0);
    // An entry of a list under 'access'.
    for (const line of lines) expect(text.split('\n')[line - 1]).toMatch(/^ {2}- /);
  }
});
