/**
 * The measured organization: 10 accounts, each with a registry in four Regions. Images are pushed to the first
 * and replicated to the other three, so one of four repositories is declared and three are replicas. Each has a
 * policy and a lifecycle policy. The declaration and the plain program both use this data.
 */
export interface Organization {
  readonly accounts: readonly {
    readonly name: string;
    readonly id: string;
    /** The registry for pushing, then the destinations of the replication. */
    readonly registries: readonly { readonly name: string; readonly region: string }[];
    /** In each of the registries. */
    readonly repositories: readonly string[];
  }[];
}

const ACCOUNTS = 10;
const REGIONS = ['ap-northeast-1', 'eu-central-1', 'eu-west-1', 'us-east-1'] as const;

/** Repositories per team. */
const TEAM = 25;

/** Principals that may pull from every repository: an organization and a customer account. */
export const ORGANIZATION = 'o-a1b2c3d4e5';
export const CUSTOMER = '300000000000';

/** The JSON for ECR. `declarationOf` writes the same rules for `topology.yaml`. */
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

/** @param total the number of repositories including replicas, a multiple of four */
export function organization(total: number): Organization {
  const numbers = Array.from({ length: total / REGIONS.length }, (_, number) => number);
  const accounts = Array.from({ length: ACCOUNTS }, (_, index) => ({
    name: `account_${index}`,
    id: String(200_000_000_000 + index),
    registries: REGIONS.map((region) => ({
      name: `account_${index}_${region.replaceAll('-', '_')}`,
      region,
    })),
    repositories: numbers
      .filter((number) => number % ACCOUNTS === index)
      .map((number) => `team-${Math.floor(number / TEAM)}/service-${number % TEAM}`),
  }));
  return { accounts };
}

export function declarationOf({ accounts }: Organization): string {
  const sources = accounts.map(({ registries: [first] }) => first?.name ?? '');
  return [
    'accounts:',
    ...accounts.map(({ name, id }) => `  ${name}: { id: "${id}", profile: ${name} }`),
    'registries:',
    ...accounts.flatMap(({ name: account, registries }) =>
      registries.map(({ name, region }) => `  ${name}: { account: ${account}, region: ${region} }`),
    ),
    'defaults:',
    '  repository:',
    '    lifecycle:',
    '      - { tagStatus: untagged, daysSincePushed: 14, action: expire }',
    '      - { tagStatus: any, countMoreThan: 500, action: expire }',
    'repositories:',
    ...accounts.flatMap(({ repositories }, index) =>
      repositories.map((repository) => `  ${repository}: { registry: ${sources[index] ?? ''} }`),
    ),
    'replication:',
    ...accounts.map(({ registries: [first, ...others] }) => {
      const to = others.map(({ name }) => name).join(', ');
      return `  - { from: ${first?.name ?? ''}, to: [${to}], repositories: [team-] }`;
    }),
    'access:',
    `  - { allow: pull, repositories: '*', principals: { organization: ${ORGANIZATION} } }`,
    `  - { allow: pull, repositories: '*', principals: '${CUSTOMER}' }`,
    '',
  ].join('\n');
}
