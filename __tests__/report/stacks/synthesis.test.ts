import { writtenStacksText } from '../../../src/report/stacks/synthesis';

const stack = (name: string, resources: number) => ({
  name,
  file: `cdktf.out/stacks/${name}/cdk.tf.json`,
  resources,
});
const SINGLE_STACK = {
  stacks: [stack('ecr-topology', 5)],
  topologyOption: undefined,
  outputFolder: undefined,
};

test('names the file, its resources and the next commands', () => {
  expect(writtenStacksText(SINGLE_STACK)).toBe(`Wrote cdktf.out/stacks/ecr-topology/cdk.tf.json: 5 resources

Next:
  npx cdktf diff ecr-topology
  npx cdktf deploy ecr-topology
or run terraform init, plan and apply in cdktf.out/stacks/ecr-topology

1 stack, 5 resources in cdktf.out/stacks
`);
});

test('names every stack, and the command that deploys all of them', () => {
  const stacks = [stack('develop', 2), stack('develop-replication', 1), stack('management-replication', 0)];
  expect(writtenStacksText({ ...SINGLE_STACK, stacks }))
    .toBe(`Wrote cdktf.out/stacks/develop/cdk.tf.json: 2 resources
Wrote cdktf.out/stacks/develop-replication/cdk.tf.json: 1 resource
Wrote cdktf.out/stacks/management-replication/cdk.tf.json: 0 resources

Next, with diff for every stack:
  npx cdktf diff develop
  npx cdktf deploy '*'
or run terraform init, plan and apply in each folder, in the order of: npx ecr-topology stacks

3 stacks, 3 resources in cdktf.out/stacks
`);
});

test('shows the first of many stacks', () => {
  const stacks = Array.from({ length: 400 }, (_, index) => stack(`account-${index}`, 1));
  const lines = writtenStacksText({ ...SINGLE_STACK, stacks }).split('\n');
  expect(lines.slice(9, 12)).toEqual([
    'Wrote cdktf.out/stacks/account-9/cdk.tf.json: 1 resource',
    '… and 390 more',
    '',
  ]);
});

test.each([
  [{ topologyOption: 'staging.yaml' }, '  ECR_TOPOLOGY=staging.yaml npx cdktf deploy ecr-topology\n'],
  [
    { topologyOption: "it's.yaml" },
    String.raw`  ECR_TOPOLOGY='it'\''s.yaml' npx cdktf deploy ecr-topology` + '\n',
  ],
  [{ outputFolder: 'out' }, '  npx cdktf deploy ecr-topology --output out\n'],
  [{ topologyOption: '\u001b[2J.yaml' }, "  ECR_TOPOLOGY='\uFFFD[2J.yaml' npx cdktf deploy ecr-topology\n"],
])('the next commands use the same declaration and folder: %j', (options, line) => {
  expect(writtenStacksText({ ...SINGLE_STACK, ...options })).toContain(line);
});
