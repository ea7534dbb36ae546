import { CODEBUILD, pullingRoleOf, type Grantee } from '../../aws/policy/principals';
import { findDuplicates, groupBy, sortedUnique } from '../../base/collections';
import { didYouMean, formatList } from '../../base/text';
import type {
  BoundDeclaration,
  BoundGrant,
  BoundPrincipal,
  BoundRegistry,
} from '../../declaration/bind/bound-declaration';
import { repositoriesIn } from '../../declaration/bind/registry-contents';
import { repositoryMatcher, type Placement } from '../../declaration/lower/access';
import { defineDeclarationRules, type ReporterOf } from '../rule';
import { checkIdentityNames, checkIdentityPolicy, checkPrincipals, PRINCIPAL_RULES } from './principals';

export const grants = defineDeclarationRules({
  rules: {
    ...PRINCIPAL_RULES,
    'access/unknown-repository': {
      severity: 'error',
      doc: 'A grant contains a repository that is not declared.',
      why:
        'The grant would have no effect. Declare the repository under `repositories`, or fix the name. ' +
        "`'*'` matches every repository.",
    },
    'access/matches-nothing': {
      severity: 'error',
      doc: 'The repositories of a grant are not in its registries.',
      why:
        'The grant has no effect there. Set a registry that contains the repository. If ECR creates the ' +
        'replica, declare the repository in that registry.',
    },
    'access/duplicate-principal': {
      severity: 'error',
      doc: 'A grant contains a principal twice.',
      why:
        'The second entry has no effect. Remove it. The name, the ID and the root of an account are the ' +
        'same principal.',
    },
    'access/public': {
      severity: 'error',
      doc: 'A grant allows every AWS account, but does not set `public: true`.',
      why:
        'Accounts outside your organization could use the repository. Grant access to an account or an ' +
        'organization. If every AWS account is intended, set `public: true`.',
    },
    'access/lambda-push': {
      severity: 'error',
      doc: 'A grant allows Lambda to push.',
      why: 'Lambda only pulls images. Grant pull to `lambda`, and push to the role that builds the image.',
    },
    'access/service': {
      severity: 'warning',
      doc: 'A grant is for a service that pulls with a role, or only from its own account.',
      why:
        'The grant has no effect. Grant access to the role that the service pulls with, or to the account ' +
        'of the role.',
    },
    'access/push-to-replica': {
      severity: 'warning',
      doc: 'A grant allows push in a registry that images are replicated to.',
      why:
        'ECR does not replicate these images back to the source registry. Grant push in the registry that ' +
        'images are pushed to, and pull in this one.',
    },
  },
  bound({ bound, placements }, reporter) {
    checkGrants(bound, placements, reporter);
  },
});

type Reporter = ReporterOf<typeof grants>;

/** Checks the entries under `access`: principals, repositories and registries. */
function checkGrants(bound: BoundDeclaration, allPlacements: readonly Placement[], reporter: Reporter): void {
  const placements = groupBy(allPlacements, ({ grant }) => grant);
  const matchGlob = repositoryMatcher(bound);
  checkIdentityNames(bound, reporter);
  for (const grant of bound.grants) {
    const grantPlacements = placements.get(grant) ?? [];
    checkRepositories(grant, grantPlacements, matchGlob, bound, reporter);
    checkRegistries(grant, grantPlacements, matchGlob, reporter);
    checkPrincipals(grant.principals, registriesOf(grantPlacements), bound, reporter);
    for (const principal of grant.principals) {
      checkPrincipal(principal, grant, grantPlacements, bound, reporter);
    }
    checkDuplicatePrincipals(grant, reporter);
    checkPushToReplicas(grant, grantPlacements, reporter);
  }
}

function registriesOf(placements: readonly Placement[]): readonly BoundRegistry[] {
  return [...new Set(placements.map(({ registry }) => registry))];
}

function checkRepositories(
  grant: BoundGrant,
  placements: readonly Placement[],
  matchGlob: ReturnType<typeof repositoryMatcher>,
  bound: BoundDeclaration,
  reporter: Reporter,
): void {
  const reached = new Set(placements.map(({ repository }) => repository));
  for (const repositoryGlob of grant.repositories) {
    const { value: glob, path } = repositoryGlob;
    const matched = matchGlob(repositoryGlob);
    if (matched.length === 0 && !bound.isComplete.repositories) continue;
    if (matched.length === 0) {
      const names = bound.repositories.map(({ name }) => name);
      reporter.atValue(
        path,
        'access/unknown-repository',
        `'${glob}' does not match a declared repository. Declared repositories: ${formatList(names)}.`,
        glob === 'all' ? "To match every repository, write '*' in quotes." : didYouMean(glob, names),
      );
      continue;
    }
    // The repository may be in the registry that was rejected.
    if (matched.some(({ isComplete }) => !isComplete) || grant.operations.length === 0) continue;
    if (!grant.isComplete || matched.some(({ name }) => reached.has(name))) continue;
    const names = sortedUnique(matched.map(({ name }) => `'${name}'`));
    const registryNames = sortedUnique((grant.registries ?? []).map(({ registry }) => `'${registry.name}'`));
    const actualRegistries = bound.registries.filter((registry) =>
      matched.some(({ name }) => repositoriesIn(bound, registry).has(name)),
    );
    reporter.atValue(
      path,
      'access/matches-nothing',
      `${formatList(names, 4)} ${names.length === 1 ? 'is' : 'are'} not declared in ${registryNames.join(' or ')}. ` +
        `Declared in: ${formatList(sortedUnique(actualRegistries.map(({ name }) => `'${name}'`)))}.`,
      `Set a registry that contains ${names.length === 1 ? 'it' : 'them'}. If ECR creates the replica (createRepositories), declare the ` +
        'repository in that registry to give it a policy.',
    );
  }
}

/** Reports a registry in which the entry grants nothing, if it grants something in another registry. */
function checkRegistries(
  grant: BoundGrant,
  placements: readonly Placement[],
  matchGlob: ReturnType<typeof repositoryMatcher>,
  reporter: Reporter,
): void {
  // The repository may be in a registry that was rejected.
  if (
    placements.length === 0 ||
    grant.repositories.flatMap(matchGlob).some(({ isComplete }) => !isComplete)
  ) {
    return;
  }
  const reached = new Set(registriesOf(placements));
  for (const { registry, path } of grant.registries ?? []) {
    if (reached.has(registry)) continue;
    reporter.atValue(
      path,
      'access/matches-nothing',
      `'${registry.name}' contains no repository of this grant, so the grant has no effect there.`,
      'Remove the registry, or replicate the repositories to it.',
    );
  }
}

function checkPrincipal(
  { grantee, path }: BoundPrincipal,
  grant: BoundGrant,
  placements: readonly Placement[],
  bound: BoundDeclaration,
  reporter: Reporter,
): void {
  if (grantee.kind === 'anyone' && !grant.isPublic) {
    reporter.atValue(
      path,
      'access/public',
      "'*' allows every AWS account, including accounts outside your organization.",
      "Use an account, { organization: o-… } or an organizational unit. If every AWS account is intended, add 'public: true'.",
    );
  }
  if (grantee.kind === 'lambda' && grant.operations.includes('push')) {
    reporter.atKey(
      path,
      'access/lambda-push',
      'Lambda pulls the image of a function, but does not push images.',
      'Grant pull to lambda, and push to the role that builds the image.',
    );
  }
  if (grantee.kind === 'service') checkService(grantee, path, placements, reporter);
  checkIdentityPolicy(grantee, path, grant, placements, bound, reporter);
}

function checkService(
  { service, accountId }: Extract<Grantee, { kind: 'service' }>,
  path: BoundPrincipal['path'],
  placements: readonly Placement[],
  reporter: Reporter,
): void {
  const role = pullingRoleOf(service);
  const isCrossAccount = placements.some(({ registry }) => registry.account?.id !== accountId);
  if (role !== undefined) {
    reporter.atKey(
      path,
      'access/service',
      `'${service}' pulls with ${role}, so a grant to the service has no effect.`,
      'Grant access to that role, or to its account.',
    );
  } else if (service === CODEBUILD && isCrossAccount) {
    reporter.atKey(
      path,
      'access/service',
      'CodeBuild pulls a build image from another account with the role of the project, so a grant to the service has no effect.',
      'Grant access to the role of the project, and set imagePullCredentialsType: SERVICE_ROLE in the project.',
    );
  }
}

function checkDuplicatePrincipals({ principals }: BoundGrant, reporter: Reporter): void {
  for (const { path } of findDuplicates(principals, ({ grantee }) => JSON.stringify(grantee))) {
    reporter.atValue(
      path,
      'access/duplicate-principal',
      'Duplicate principal: the grant already contains it.',
      'Remove one. The name and the ID of an account are the same principal.',
    );
  }
}

function checkPushToReplicas(grant: BoundGrant, placements: readonly Placement[], reporter: Reporter): void {
  for (const { registry, path } of grant.registries ?? []) {
    const pushed = placements.filter(
      (each) => each.registry === registry && each.isReplica && each.operation === 'push',
    );
    if (pushed.length === 0) continue;
    const names = sortedUnique(pushed.map(({ repository }) => `'${repository}'`));
    reporter.atValue(
      path,
      'access/push-to-replica',
      `${formatList(names, 4)} ${names.length === 1 ? 'is a replica' : 'are replicas'} in '${registry.name}'. ` +
        'ECR does not replicate images that are pushed there back to the source registry.',
      'Grant push in the registry that images are pushed to, and pull in this one.',
    );
  }
}
