/** A declared principal: text, or a mapping. */
type DeclaredPrincipal = string | Readonly<Record<string, string | boolean>>;

export interface DeclaredGrant {
  readonly allow: 'pull' | 'push' | 'pull-push';
  readonly repositories: string | readonly string[];
  readonly registries?: readonly string[];
  readonly principals: readonly DeclaredPrincipal[];
  readonly identity?: 'inline' | 'managed' | 'none';
  readonly public?: true;
}

export interface DeclaredStatement {
  readonly sid?: string;
  readonly effect?: 'Allow' | 'Deny';
  readonly principals: readonly DeclaredPrincipal[];
  readonly actions: readonly string[];
  readonly resources?: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly registries?: readonly string[];
}

type Pick = () => number;

/** Returns a valid grant to principals of all kinds. */
export function randomGrant(
  repositories: Readonly<Record<string, { readonly registries: readonly string[] }>>,
  accounts: readonly string[],
  pick: Pick,
): DeclaredGrant {
  const names = Object.keys(repositories);
  const name = names[pick() % names.length]!;
  const allow = (['pull', 'push', 'pull-push'] as const)[pick() % 3]!;
  const identity = (['inline', 'managed', 'none', undefined] as const)[pick() % 4];
  const kinds = [
    ...callers(accounts, identity, pick),
    ...(identity === 'inline' || identity === 'managed' ? [] : others(accounts, allow, pick)),
  ];
  const isPublic = identity === undefined && pick() % 2 === 0;
  return {
    allow,
    repositories: [name, [name, ...names.slice(0, 2)], `${name.slice(0, 2)}*`, '*'][pick() % 4]!,
    // The registries of the first name: every named repository must be in a named registry.
    ...(pick() % 4 ? {} : { repositories: name, registries: repositories[name]!.registries }),
    principals: isPublic ? ['*'] : some(kinds, pick),
    ...(identity === undefined ? {} : { identity }),
    ...(isPublic ? { public: true } : {}),
  };
}

/** Returns roles and users, each with one ARN. Users get no inline policy, because its length limit is low. */
function callers(
  accounts: readonly string[],
  identity: DeclaredGrant['identity'],
  pick: Pick,
): readonly DeclaredPrincipal[] {
  const id = String(1 + (pick() % accounts.length)).repeat(12);
  return [
    `arn:aws:iam::${id}:role/ci`,
    `arn:aws:iam::${id}:role/team/deploy.er`,
    { arn: `arn:aws:iam::${id}:role/recreated`, viaAccountRoot: true },
    ...(identity === 'managed' || identity === 'none' ? [`arn:aws:iam::${id}:user/people/jo`] : []),
  ];
}

function others(accounts: readonly string[], allow: string, pick: Pick): readonly DeclaredPrincipal[] {
  const account = accounts[pick() % accounts.length]!;
  return [
    account,
    '777777777777',
    { arn: 'arn:aws:iam::888888888888:role/ci-*', viaAccountRoot: true },
    { arn: `arn:aws:iam::999999999999:role/x${pick() % 2}*`, viaAccountRoot: true },
    { organization: `o-a1b2c3d4e${pick() % 3}` },
    { organizationalUnit: `o-a1b2c3d4e5/r-ab12/ou-ab12-1111111${pick() % 3}/*` },
    { service: ['codebuild.amazonaws.com', 'ecs.amazonaws.com'][pick() % 2]!, account },
    ...(allow === 'pull' ? [{ lambda: account }] : []),
  ];
}

/** Returns valid statements of a repository or registry policy that deny nothing that is needed. */
export function randomStatements(
  of: 'repository' | 'registry',
  accounts: readonly string[],
  pick: Pick,
): readonly DeclaredStatement[] {
  return Array.from({ length: pick() % 3 }, (_, index) => ({
    ...(pick() % 2 ? { sid: ['Pull', 'Audit', 'Own'][index]! } : {}),
    ...(pick() % 3
      ? { actions: ['ecr:DescribeImages', 'ecr:List*', 'ecr:BatchGetImage'].slice(pick() % 3) }
      : { effect: 'Deny' as const, actions: ['ecr:BatchDeleteImage', 'ecr:DeleteRepository'] }),
    principals: some([...callers(accounts, 'none', pick), ...others(accounts, 'pull', pick)], pick),
    ...(of === 'registry' ? { resources: [['*'], ['my-repo', 'team.x/*'], ['prod/?pi']][pick() % 3]! } : {}),
    ...(pick() % 3
      ? {}
      : { conditions: { StringEquals: { 'aws:PrincipalTag/team': ['${aws:PrincipalTag/owner}', 'x'] } } }),
  }));
}

/** Returns a statement that may allow what replication rules from other accounts require. */
export function replicationStatement(accounts: readonly string[], pick: Pick): DeclaredStatement {
  return {
    sid: 'Replication',
    principals: some(accounts, pick),
    actions: [['ecr:ReplicateImage'], ['ecr:CreateRepository', 'ecr:ReplicateImage'], ['ecr:*']][pick() % 3]!,
    resources: [['*'], ['my-repo*'], ['base', 'prod*']][pick() % 3]!,
  };
}

/** Returns one to three of the items. */
function some<T>(items: readonly T[], pick: Pick): readonly T[] {
  const from = pick() % items.length;
  return items.slice(from, from + 1 + (pick() % 3));
}
