import { policyJson, type PolicyDocument } from '../../src/aws/policy/document';
import { topologyOf } from './declarations';

/** An account with a registry, a replica in another Region, and another account that calls it. */
export const HUB = `accounts:
  hub: { id: "999999999999" }
  build: { id: "111111111111" }
registries:
  central: { account: hub, region: us-west-2 }
  europe: { account: hub, region: eu-west-1 }
repositories:
  app/api: { registry: central }
  app/web: { registry: central }
  base: { registries: [central, europe] }
replication:
  - { from: central, to: [europe], repositories: [app/api] }
`;

export const ROLE = 'arn:aws:iam::111111111111:role/ci';
export const hub = (...entries: readonly string[]) =>
  `${HUB}access:\n${entries.map((entry) => `  - { ${entry} }\n`).join('')}`;

export interface Statement {
  readonly Sid?: string;
  readonly Principal?: unknown;
  readonly Action: readonly string[] | string;
  readonly Resource?: unknown;
  readonly Condition?: unknown;
}

export function statementsOf(policy: PolicyDocument | undefined): readonly Statement[] {
  // The type that `policyJson` returns; `policy-text.test.ts` tests it.
  return policy === undefined ? [] : (policyJson(policy) as { Statement: readonly Statement[] }).Statement;
}

/** Returns the statement IDs of each repository policy, by `registry/repository`. */
export function grantedStatementIds(text: string): Readonly<Record<string, readonly (string | undefined)[]>> {
  const found = topologyOf(text).registries.flatMap(({ name: registry, repositories }) =>
    repositories.flatMap(({ name, policy }) =>
      policy === undefined
        ? []
        : [[`${registry}/${name}`, statementsOf(policy).map(({ Sid }) => Sid)] as const],
    ),
  );
  return Object.fromEntries(found);
}

export function policyOf(text: string, registry: string, repository: string): readonly Statement[] {
  const found = topologyOf(text).registries.find(({ name }) => name === registry);
  return statementsOf(found?.repositories.find(({ name }) => name === repository)?.policy);
}

export const PULL = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
export const PUSH = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:CompleteLayerUpload',
  'ecr:InitiateLayerUpload',
  'ecr:PutImage',
  'ecr:UploadLayerPart',
];
