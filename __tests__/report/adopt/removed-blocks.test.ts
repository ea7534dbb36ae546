import { removedBlocks } from '../../../src/report/adopt/removed-blocks';

describe('removedBlocks', () => {
  test('contains blocks, commands in comments, and the resources that stay', () => {
    const text = removedBlocks([
      {
        state: 'a.tfstate',
        removed: ['module.team'],
        instances: ['aws_ecr_repository.x["it\'s"]'],
        kept: ['aws_ecr_repository.y'],
      },
      { state: 'b.tfstate', removed: [], instances: [], kept: ['a.b', 'a.c'] },
    ]);
    expect(text).toBe(`# State: a.tfstate
# Terraform forgets these resources. They stay in AWS.

# Delete these resources and modules from the configuration of this state, add the blocks, and apply.
# Requires Terraform 1.7 or OpenTofu 1.10.

removed {
  from = module.team

  lifecycle {
    destroy = false
  }
}

# A removed block cannot name an instance. Delete these instances from the configuration, and run:
# terraform state rm 'aws_ecr_repository.x["it'\\''s"]'

# 1 resource of a registry stays in this state, because the declaration does not contain it:
# aws_ecr_repository.y

# State: b.tfstate
# It contains no resource that the declaration adopts.

# 2 resources of registries stay in this state, because the declaration does not contain them:
# a.b
# a.c
`);
  });

  test('does not write control characters of a state', () => {
    const text = removedBlocks([
      { state: 'a\u001B[31m', removed: ['a.b\n'], instances: ['x["\n"]'], kept: [] },
    ]);
    expect(text).not.toMatch(/\u001B|from =/);
    expect(text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
  });
});
