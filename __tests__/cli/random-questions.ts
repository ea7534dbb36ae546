import fc from 'fast-check';
import { stringify } from 'yaml';
import {
  declaredAccess,
  ORGANIZATION,
  repositoryOrigin,
  type DeclaredAccess,
} from '../access/declared-access';
import { picker } from '../declaration/random-declarations';

/** A declaration as text, and a question about it for `ecr-topology explain`. */
export interface RandomQuestion {
  readonly text: string;
  readonly operation: 'pull' | 'push' | 'replicate';
  /** Without `--registry` and `--topology`. */
  readonly args: readonly string[];
  readonly registry: string;
  /** The name of the policy file of the caller. */
  readonly policy: 'everything' | 'other' | 'conditional' | undefined;
  /**
   * Whether a statement allows the operation to the account of the caller under a condition that the request does not
   * meet, and nothing else allows it.
   */
  readonly isBarred: boolean;
}

const CALLERS = ['111111111111', '222222222222', '333333333333', '777777777777'].flatMap((account) => [
  ...['ci', 'deploy', 'team/reader', 'reader', 'team/ci', 'CI'].map(
    (name) => `arn:aws:iam::${account}:role/${name}`,
  ),
  `arn:aws:iam::${account}:user/ann`,
  `arn:aws:iam::${account}:root`,
  `arn:aws:sts::${account}:assumed-role/reader/session`,
  `arn:aws:sts::${account}:assumed-role/ci/session`,
  `arn:aws:sts::${account}:assumed-role/AWSReservedSSO_Dev_0123456789abcdef/ann`,
  `arn:aws:sts::${account}:federated-user/bob`,
]);
const SERVICES = ['lambda', 'codebuild', 'ec2', 'ecs-tasks', 'eks', 'emr-serverless'].map(
  (name) => `${name}.amazonaws.com`,
);
const PULL = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const PUSH = ['BatchCheckLayerAvailability', 'CompleteLayerUpload', 'InitiateLayerUpload', 'PutImage'].map(
  (name) => `ecr:${name}`,
);

/** Questions of every operation, kind of caller and registry. The caller's policies are partly known. */
export const questions: fc.Arbitrary<RandomQuestion> = fc
  .tuple(declaredAccess, fc.infiniteStream(fc.nat(10_000)))
  .map(([plain, seed]) => {
    const pick = picker(seed);
    const one = <T>(items: readonly T[]): T => items[pick() % items.length]!;
    const caller = one(pick() % 4 === 0 ? SERVICES : CALLERS);
    const isService = caller.endsWith('.com');
    const declared = withStatements(plain, isService ? '777777777777' : caller.split(':')[4]!, one);
    const names = Object.keys(declared.registries);
    const operation = one(['pull', 'pull', 'push', 'push', 'replicate'] as const);
    const repository = one(Object.keys(declared.repositories));
    const base = { text: stringify(declared), operation };
    if (operation === 'replicate') {
      const [from, to] = [one(names), one(names)];
      const args = ['replicate', '--repository', repository, '--from', from, '--to', to];
      return { ...base, args, registry: to, policy: undefined, isBarred: false };
    }
    const tag = one([undefined, 'web', 'api', 'api'] as const);
    const registry = one([...names, ...plain.repositories[repository]!.registries]);
    const context = isService
      ? one([[], ['aws:SourceAccount=222222222222'], ['aws:SourceAccount=777777777777']])
      : [
          ...(tag === undefined ? [] : [`aws:PrincipalTag/team=${tag}`]),
          ...one([[], [`aws:PrincipalOrgID=${ORGANIZATION}`], ['aws:PrincipalOrgID=o-z9z9z9z9z9']]),
        ];
    return {
      ...base,
      args: [
        ...[operation, '--as', caller, '--repository', repository],
        ...(context.length === 0 ? [] : ['--context', ...context]),
      ],
      registry,
      policy: isService ? undefined : one([undefined, 'everything', 'everything', 'other', 'conditional']),
      isBarred: tag === 'api' && isBarred(declared, { caller, operation, registry, repository }),
    };
  });

/** Some repositories allow an account, mostly the caller's, by the tag of the caller; some deny something. */
function withStatements(
  declared: DeclaredAccess,
  account: string,
  one: <T>(items: readonly T[]) => T,
): DeclaredAccess & { readonly repositories: Repositories } {
  const repositories = Object.entries(declared.repositories).map(([name, repository]) => {
    const principals = [one([account, account, '111111111111', '777777777777'])];
    const teamOnly = {
      sid: 'TeamOnly',
      principals,
      actions: one([PULL, [...PULL, ...PUSH]]),
      conditions: { StringEquals: { 'aws:PrincipalTag/team': ['web'] } },
    };
    const deny = {
      sid: 'NoPush',
      effect: 'Deny' as const,
      principals,
      actions: ['ecr:PutImage'],
    };
    const statements = one([[], [teamOnly], [teamOnly], [deny], [teamOnly, deny]]);
    return [name, { ...repository, ...(statements.length === 0 ? {} : { statements }) }] as const;
  });
  return { ...declared, repositories: Object.fromEntries(repositories) };
}

type Repositories = DeclaredAccess['repositories'];

function isBarred(
  declared: DeclaredAccess & { readonly repositories: Repositories },
  question: {
    readonly caller: string;
    readonly operation: 'pull' | 'push';
    readonly registry: string;
    readonly repository: string;
  },
): boolean {
  const { caller, operation, registry, repository } = question;
  if (repositoryOrigin(declared, registry, repository) !== 'original') return false;
  const account = caller.split(':')[4];
  const needed = operation === 'pull' ? 'ecr:GetDownloadUrlForLayer' : 'ecr:PutImage';
  return (declared.repositories[repository]?.statements ?? []).some(
    ({ sid, principals, actions }) =>
      sid === 'TeamOnly' && principals.some((each) => each === account) && actions.includes(needed),
  );
}
