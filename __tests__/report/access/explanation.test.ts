import { parseCaller } from '../../../src/access/evaluate/caller';
import { NO_CONTEXT } from '../../../src/access/evaluate/evaluation-context';
import { explain } from '../../../src/access/explain/explain';
import { explainReplication } from '../../../src/access/explain/explain-replication';
import type { RepositoryName } from '../../../src/aws/names';
import { explanationText } from '../../../src/report/access/explanation';
import { PLAIN, terminalOf, type Terminal } from '../../../src/report/format/terminal';
import { BASE, deploymentOf, topologyOf } from '../../declaration/declarations';

const topology = topologyOf(BASE);
const repository = 'my-repo' as RepositoryName;
const registryNamed = (name: string) => topology.registries.find((each) => each.name === name)!;
const terminal = (columns: number, color: 'always' | 'never') =>
  terminalOf({ isTTY: true, columns }, {}, color);

const pulled = (at: Terminal) =>
  explanationText(
    explain(
      topology,
      deploymentOf(BASE).accounts,
      {
        operation: 'pull',
        caller: parseCaller('arn:aws:iam::111111111111:role/ci')!,
        registry: registryNamed('management'),
        repository,
      },
      NO_CONTEXT,
    ),
    at,
  );
const replicated = (from: string, to: string, at: Terminal) =>
  explanationText(
    explainReplication(
      topology,
      { from: registryNamed(from), to: registryNamed(to), repository },
      NO_CONTEXT,
    ),
    at,
  );

test.each([80, 120])('wraps everything but code to %i columns', (width) => {
  const lines = [
    ...pulled(terminal(width, 'never')).split('\n'),
    ...replicated('develop', 'management', terminal(width, 'never')).split('\n'),
  ];
  const isCommand = (line: string) => line.startsWith('    aws ');
  expect(lines.filter((line) => line.length > width && !isCommand(line))).toEqual([]);
});

test('breaks commands between arguments with a backslash, so that they can be copied', () => {
  expect(replicated('develop', 'management', terminal(60, 'never'))).toMatch(
    /\n {4}aws ecr start-replication-backfill --region \\\n {8}\S+ --destination \\\n {8}region=\S+\n/,
  );
});

test('has the same text at any width', () => {
  const split = (text: string) => text.split(/\s+/);
  expect(split(pulled(terminal(60, 'never')))).toEqual(split(pulled(PLAIN)));
});

test('colors the verdicts by their meaning', () => {
  const text = pulled(terminal(80, 'always'));
  expect(text).toMatch(/^\x1B\[31mDENIED\x1B\[39m: /);
  expect(text).toContain('\x1B[33munknown\x1B[39m  ecr:GetAuthorizationToken');
  expect(text).toContain('\x1B[31mdenied \x1B[39m  ecr:BatchGetImage');
  expect(replicated('develop', 'management', terminal(80, 'always'))).toMatch(/^\x1B\[32mALLOWED\x1B\[39m: /);
});

test('describes each condition of replication that is not met', () => {
  expect(replicated('management', 'develop_us', PLAIN)).toContain(`
  yes  'management' contains my-repo
  no   images of my-repo are not pushed to 'management', but replicated to it, and ECR does not replicate them again
  no   no replication rule of 'management' replicates it to 'develop_us'
`);
});
