import type { RegistryId } from '../../src/aws/arn';
import type { PolicyStatement } from '../../src/aws/policy/document';
import { registryPolicyHcl, statementHcl } from '../../src/terraform/hcl';

const STATEMENT: PolicyStatement = {
  sid: 'Replication',
  effect: 'Allow',
  principals: { isNot: false, values: [{ type: 'AWS', value: 'arn:aws:iam::111111111111:root' }] },
  actions: { isNot: false, values: ['ecr:CreateRepository', 'ecr:ReplicateImage'] },
  resources: { isNot: false, values: ['*'] },
  conditions: [{ operator: 'StringEquals', key: 'aws:PrincipalTag/${x}', values: ['"%{ if }"'] }],
};

const WRITTEN = `{
  Sid    = "Replication"
  Effect = "Allow"
  Principal = {
    AWS = "arn:aws:iam::111111111111:root"
  }
  Action = [
    "ecr:CreateRepository",
    "ecr:ReplicateImage",
  ]
  Resource = "*"
  Condition = {
    StringEquals = {
      "aws:PrincipalTag/$\${x}" = "\\"%%{ if }\\""
    }
  }
}
`;

test('formats a statement like terraform fmt, with template sequences escaped', () => {
  expect(statementHcl(STATEMENT)).toBe(WRITTEN);
});

test('puts a policy into its resource, with the known provider', () => {
  const hcl = registryPolicyHcl(registry('eu-west-1'), 'management', [STATEMENT]);
  const indented = WRITTEN.trimEnd().replace(/^(?=.)/gm, '      ');
  expect(hcl).toBe(`resource "aws_ecr_registry_policy" "replication" {
  provider = aws.management

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
${indented},
    ]
  })
}
`);
});

test('writes a single-line comment if the name is not an alias of a provider', () => {
  const hcl = registryPolicyHcl(registry('region of a\n}\u2028evil'), '999999999999 in x', []);
  expect(hcl).toContain('  # provider: set the provider for 999999999999 in region of a } evil\n');
});

function registry(region: string): RegistryId {
  // Texts from a plan are not validated.
  return { accountId: '999999999999', region } as unknown as RegistryId;
}
