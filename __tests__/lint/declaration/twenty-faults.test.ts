import { readFileSync } from 'node:fs';
import { diagnose } from '../../declaration/declarations';

test('reports twenty different faults in one run, each at its line', () => {
  const found = diagnose(readFileSync('__tests__/fixtures/faulty/twenty.yaml', 'utf8'));
  expect(found.map(({ span, code }) => `${span.line} ${code}`)).toEqual([
    '3 account/id-unquoted',
    '4 account/id',
    '5 shape/unknown-key',
    '6 environment/not-set',
    '10 registry/unknown-region',
    '11 registry/unknown-account',
    '12 registry/name',
    '13 registry/duplicate',
    '14 registry/partition',
    '15 shape/missing-key',
    '18 shape/wrong-type',
    '21 repository/name',
    '22 repository/which-registry',
    '23 repository/unknown-registry',
    '27 replication/same-registry',
    '30 replication/duplicate-registry',
    '31 replication/filter',
    '31 replication/overmatch',
    '33 replication/unknown-registry',
    '34 replication/unknown-repository',
    '36 shape/unknown-key',
    '37 shape/wrong-value',
    '38 check/unknown-rule',
  ]);
});
