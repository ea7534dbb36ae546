import { accountNames } from '../../../src/access/evaluate/grantees';
import { accessMatrix } from '../../../src/access/matrix/access-matrix';
import type { AccountName } from '../../../src/aws/names';
import { accessCsv, recordsCsv } from '../../../src/report/access/matrix-csv';
import { callerKind } from '../../../src/report/access/matrix-text';
import { accessEntries, repositoriesOfEntry } from '../../../src/report/page/access';
import { topologyOf } from '../../declaration/declarations';
import { id } from '../graph/organisation';

const NAMES = accountNames([{ id: id(2), name: 'build' as AccountName }]);

const TOPOLOGY = topologyOf(`accounts:
  images: { id: "111111111111" }
  build: { id: "222222222222" }
registries:
  hub: { account: images, region: eu-west-1 }
  hub_us: { account: images, region: us-east-1 }
repositories:
  app/a: { registry: hub }
  app/b: { registry: hub }
  base: { registry: hub }
replication:
  - { from: hub, to: [hub_us], repositories: [app/] }
access:
  - { allow: pull, repositories: ["*"], principals: [build] }
  - { allow: push, repositories: [app/b, app/a], principals: ["arn:aws:iam::222222222222:role/ci"] }
  - { allow: pull, repositories: [base], principals: ["*"], public: true }
`);

const ENTRIES = accessEntries(TOPOLOGY, NAMES);

const summaries = ENTRIES.map(
  ({ caller, operation, registry, repositories, answer }) =>
    `${caller.text} ${operation} ${registry.text} ${repositories.toString()}: ${answer.kind}`,
);

test('groups the repositories that a caller has the same answer for', () => {
  expect(summaries).toEqual([
    'account build (222222222222) pull hub all: depends',
    'account build (222222222222) pull hub_us all: depends',
    'every AWS account pull hub base: depends',
    'arn:aws:iam::222222222222:role/ci push hub app/a,app/b: yes',
    'registry hub replicate hub_us app/a,app/b: yes',
  ]);
});

test('marks the access of every AWS account', () => {
  const publicEntries = ENTRIES.filter(({ caller }) => caller.kind === 'grantee' && caller.isPublic);

  expect(publicEntries.map(({ caller }) => caller.text)).toEqual(['every AWS account']);
});

test('the entries make the CSV file of the command', () => {
  const records = ENTRIES.flatMap((entry) =>
    repositoriesOfEntry(entry, TOPOLOGY).map((repository) => ({
      ...entry,
      caller: { text: entry.caller.text, kind: callerKind(entry.caller) },
      repository,
    })),
  );
  const sortedLines = (csv: string) => csv.split('\r\n').toSorted();

  expect(sortedLines(recordsCsv(records))).toEqual(sortedLines(accessCsv(accessMatrix(TOPOLOGY), NAMES)));
});
