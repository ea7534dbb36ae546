/**
 * The second measured organization: every repository is declared by name, with its own settings, in one of a few
 * registries, and grants select repositories by glob. Nothing is replicated. The declaration and the plain
 * program both use this data.
 */
export interface Teams {
  readonly accounts: readonly { readonly name: string; readonly id: string; readonly region: string }[];
  readonly repositories: readonly TeamRepository[];
  readonly grants: readonly TeamGrant[];
}

interface TeamRepository {
  readonly name: string;
  /** The name of its account, and of the registry of the account. */
  readonly registry: string;
  readonly immutable: boolean;
  readonly scanOnPush: boolean;
  readonly tags: Readonly<Record<string, string>>;
  /** The number of images that its own lifecycle policy keeps. Undefined for the default policy. */
  readonly keep: number | undefined;
}

export interface TeamGrant {
  readonly allow: 'pull' | 'pull-push';
  readonly glob: string;
  readonly accountId: string;
}

const ACCOUNTS = 4;
const TEAMS = 40;
const KINDS = ['api', 'batch', 'cache', 'jobs', 'site'] as const;

/** The number of images that the lifecycle policy of the other repositories keeps. */
export const DEFAULT_KEEP = 500;

/** @param total the number of repositories, at least 200, so that every grant matches one */
export function teams(total: number): Teams {
  const accounts = Array.from({ length: ACCOUNTS }, (_, index) => ({
    name: `account_${index}`,
    id: String(200_000_000_000 + index),
    region: 'eu-central-1',
  }));
  const repositories = Array.from({ length: total }, (_, index) => {
    const kind = KINDS[index % KINDS.length] ?? '';
    const team = Math.floor(index / KINDS.length) % TEAMS;
    return {
      name: `team-${team}/service-${Math.floor(index / KINDS.length / TEAMS)}-${kind}`,
      registry: accounts[team % ACCOUNTS]?.name ?? '',
      immutable: index % 2 === 0,
      scanOnPush: index % 3 === 0,
      tags: { team: `team-${team}`, kind },
      keep: index % 5 === 0 ? 50 + (index % 7) : undefined,
    };
  });
  const grants = [
    ...Array.from({ length: TEAMS }, (_, team) => grantOf('pull-push', `team-${team}/*`, team)),
    ...KINDS.map((kind, index) => grantOf('pull', `*-${kind}`, TEAMS + index)),
    ...KINDS.map((kind, index) => grantOf('pull', `team-*/service-*-${kind}`, TEAMS + KINDS.length + index)),
  ];
  return { accounts, repositories, grants };
}

function grantOf(allow: TeamGrant['allow'], glob: string, index: number): TeamGrant {
  return { allow, glob, accountId: String(300_000_000_000 + index) };
}

export function teamsDeclaration({ accounts, repositories, grants }: Teams): string {
  return [
    'accounts:',
    ...accounts.map(({ name, id }) => `  ${name}: { id: "${id}", profile: ${name} }`),
    'registries:',
    ...accounts.map(({ name, region }) => `  ${name}: { account: ${name}, region: ${region} }`),
    'defaults:',
    '  repository:',
    '    lifecycle:',
    `      - { tagStatus: any, countMoreThan: ${DEFAULT_KEEP}, action: expire }`,
    'repositories:',
    ...repositories.flatMap(repositoryLines),
    'access:',
    ...grants.map(
      ({ allow, glob, accountId }) =>
        `  - { allow: ${allow}, repositories: ['${glob}'], principals: ['${accountId}'] }`,
    ),
    '',
  ].join('\n');
}

function repositoryLines({ name, registry, immutable, scanOnPush, tags, keep }: TeamRepository): string[] {
  return [
    `  ${name}:`,
    `    registry: ${registry}`,
    ...(immutable ? ['    imageTagMutability: IMMUTABLE'] : []),
    ...(scanOnPush ? ['    scanOnPush: true'] : []),
    ...(keep === undefined
      ? []
      : ['    lifecycle:', `      - { tagStatus: any, countMoreThan: ${keep}, action: expire }`]),
    `    tags: { ${Object.entries(tags)
      .map(([key, value]) => `${key}: ${value}`)
      .join(', ')} }`,
  ];
}
