/**
 * The organisation that the scale is measured with: 10 accounts with a registry in each of four Regions, and repositories
 * spread over them, each with a policy and a lifecycle policy. The declaration and the plain program are both made of it.
 */
export interface Organisation {
  readonly accounts: readonly { readonly name: string; readonly id: string }[];
  readonly registries: readonly {
    readonly name: string;
    readonly account: string;
    readonly region: string;
    readonly repositories: readonly string[];
  }[];
}

const ACCOUNTS = 10;
const REGIONS = ['ap-northeast-1', 'eu-central-1', 'eu-west-1', 'us-east-1'] as const;

/** Teams have 25 repositories each, all in one registry. */
const TEAM = 25;

/** Whoever may pull from everywhere, and the role of every team that may push. */
export const ORGANIZATION = 'o-a1b2c3d4e5';
export const DEPLOYER = 'arn:aws:iam::200000000000:role/deploy';

/** As ECR takes it, and in `topology.yaml`. */
export const LIFECYCLE = {
  rules: [
    {
      rulePriority: 1,
      selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 14 },
      action: { type: 'expire' },
    },
    {
      rulePriority: 2,
      selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 500 },
      action: { type: 'expire' },
    },
  ],
};

export function organisation(repositories: number): Organisation {
  const accounts = Array.from({ length: ACCOUNTS }, (_, index) => ({
    name: `account_${index}`,
    id: String(200_000_000_000 + index),
  }));
  const places = accounts.flatMap(({ name: account }) => REGIONS.map((region) => ({ account, region })));
  const registries = places.map(({ account, region }, index) => ({
    name: `${account}_${region.replaceAll('-', '_')}`,
    account,
    region,
    repositories: Array.from({ length: repositories }, (_, number) => number)
      .filter((number) => Math.floor(number / TEAM) % places.length === index)
      .map((number) => `team-${Math.floor(number / TEAM)}/service-${number % TEAM}`),
  }));
  return { accounts, registries };
}

export function declarationOf({ accounts, registries }: Organisation): string {
  return [
    'accounts:',
    ...accounts.map(({ name, id }) => `  ${name}: { id: "${id}", profile: ${name} }`),
    'registries:',
    ...registries.map(({ name, account, region }) => `  ${name}: { account: ${account}, region: ${region} }`),
    'defaults:',
    '  repository:',
    '    lifecycle:',
    '      - { tagStatus: untagged, daysSincePushed: 14, action: expire }',
    '      - { tagStatus: any, countMoreThan: 500, action: expire }',
    'repositories:',
    ...registries.flatMap(({ name, repositories }) =>
      repositories.map((repository) => `  ${repository}: { registry: ${name} }`),
    ),
    'access:',
    `  - { allow: pull, repositories: '*', principals: { organization: ${ORGANIZATION} } }`,
    `  - { allow: push, repositories: '*', principals: '${DEPLOYER}', identity: none }`,
    '',
  ].join('\n');
}
