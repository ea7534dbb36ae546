import { rmSync } from 'node:fs';
import { Testing } from 'cdktf';
import { addStacks } from '../../stacks/stack';
import { base, BASE, deploymentOf, topologyOf } from '../declaration/declarations';
import { synthesise, synthesiseHcl } from './synthesised';

const IMPORTED = base(
  '{ account: develop, region: us-west-1 }',
  '{ account: develop, region: us-west-1, import: true }',
).replace('{ registry: develop }', '{ registry: develop, import: { develop: true } }');

test('an existing resource has an import block', () => {
  expect(JSON.parse(synthesise(IMPORTED))).toHaveProperty('import', [
    { to: 'aws_ecr_repository.develop-my-repo', id: 'my-repo' },
    { to: 'aws_ecr_repository.develop_us-my-repo', id: 'my-repo' },
  ]);
});

test('there is no import block without an import', () => {
  expect(JSON.parse(synthesise(BASE))).not.toHaveProperty('import');
});

test('an import changes nothing else', () => {
  const { import: blocks, ...rest } = JSON.parse(synthesise(IMPORTED)) as Record<string, unknown>; // Terraform's JSON syntax
  expect(blocks).toHaveLength(2);
  expect(rest).toEqual(JSON.parse(synthesise(BASE)));
});

test('an import block in HCL contains a reference, not a text', () => {
  expect(synthesiseHcl(IMPORTED)).toMatch(
    /import \{\s+to = aws_ecr_repository\.develop-my-repo\s+id = "my-repo"\s+\}/,
  );
});

test('cdktf does not run terraform for its version, as it would for each import', () => {
  const app = Testing.app();
  try {
    const stacks = addStacks(app, topologyOf(IMPORTED), deploymentOf(IMPORTED));
    const before = process.env.TERRAFORM_BINARY_NAME;
    process.env.TERRAFORM_BINARY_NAME = 'no-such-program';
    const faults = stacks.flatMap((stack) => stack.node.findAll().flatMap(({ node }) => node.validate()));
    if (before === undefined) delete process.env.TERRAFORM_BINARY_NAME;
    else process.env.TERRAFORM_BINARY_NAME = before;
    expect(faults).toEqual([]);
  } finally {
    rmSync(app.outdir, { recursive: true, force: true });
  }
});
