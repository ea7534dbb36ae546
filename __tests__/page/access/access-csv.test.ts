import { readFileSync } from 'node:fs';
import { accessMatrix } from '../../../src/access/matrix/access-matrix';
import { entriesCsv } from '../../../src/page/access/access-csv';
import { accessCsv } from '../../../src/report/access/matrix-csv';
import { DECLARATION, pageModelOf } from '../page-model-of';

test.each([
  ['a small declaration', DECLARATION],
  [
    'answers that differ between repositories',
    DECLARATION.replace(
      'app/b: { registry: hub }',
      "app/b:\n    registry: hub\n    statements: [{ effect: Deny, principals: '*', actions: ['ecr:PutImage'] }]\n  app/c: { registry: hub }",
    ).replace('[app/b, app/a]', '[app/*]'),
  ],
  ['organization.yaml', readFileSync('examples/organization.yaml', 'utf8')],
  ['everything.yaml', readFileSync('examples/everything.yaml', 'utf8')],
])('writes the same CSV as the command for %s', (_, text) => {
  const { data, names } = pageModelOf(text);

  expect(entriesCsv(data.access, data.topology)).toBe(accessCsv(accessMatrix(data.topology), names));
});

test('writes only the entries that are shown', () => {
  const { data } = pageModelOf(DECLARATION);
  const pushes = data.access.filter(({ operation }) => operation === 'push');

  expect(entriesCsv(pushes, data.topology).split('\r\n')).toHaveLength(1 + 4 + 1);
});
