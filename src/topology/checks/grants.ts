import { CODEBUILD, grouped, pullingRoleOf, sortedUnique, type Grantee } from '../../registry';
import { heldIn } from '../link/contents';
import type { Linked, LinkedGrant, LinkedPrincipal, LinkedRegistry } from '../link/linked';
import { repositoryMatcher, type Placement } from '../resolve/placements';
import { repeated } from '../repeated';
import type { Reporter } from '../reporter';
import { didYouMean, listed } from '../suggest';
import { checkIdentity } from './identities';
import { checkCallers, checkPrincipals } from './principals';

/** Checks the entries under `access`: principals, repositories and registries. */
export function checkGrants(linked: Linked, granted: readonly Placement[], reporter: Reporter): void {
  const placed = grouped(granted, ({ grant }) => grant);
  const matching = repositoryMatcher(linked);
  checkCallers(linked, reporter);
  for (const grant of linked.grants) {
    const here = placed.get(grant) ?? [];
    checkRepositories(grant, here, matching, linked, reporter);
    checkRegistries(grant, here, matching, reporter);
    checkPrincipals(grant.principals, registriesOf(here), linked, reporter);
    for (const principal of grant.principals) checkPrincipal(principal, grant, here, linked, reporter);
    checkNamedOnce(grant, reporter);
    checkReplicas(grant, here, reporter);
  }
}

function registriesOf(placed: readonly Placement[]): readonly LinkedRegistry[] {
  return [...new Set(placed.map(({ registry }) => registry))];
}

function checkRepositories(
  grant: LinkedGrant,
  placed: readonly Placement[],
  matching: ReturnType<typeof repositoryMatcher>,
  linked: Linked,
  reporter: Reporter,
): void {
  const taken = new Set(placed.map(({ repository }) => repository));
  for (const written of grant.repositories) {
    const { glob, path } = written;
    const matched = matching(written);
    if (matched.length === 0) {
      const names = linked.repositories.map(({ name }) => name);
      reporter.atValue(
        path,
        'access/unknown-repository',
        `'${glob}' is no declared repository. Declared: ${listed(names)}.`,
        glob === 'all' ? "For every repository write '*', in quotes." : didYouMean(glob, names),
      );
      continue;
    }
    // The repository may be in the registry that was rejected.
    if (matched.some(({ complete }) => !complete) || grant.operations.length === 0) continue;
    if (!grant.complete || matched.some(({ name }) => taken.has(name))) continue;
    const names = sortedUnique(matched.map(({ name }) => `'${name}'`));
    const named = sortedUnique((grant.registries ?? []).map(({ registry }) => `'${registry.name}'`));
    const places = linked.registries.filter((registry) =>
      matched.some(({ name }) => heldIn(linked, registry).has(name)),
    );
    reporter.atValue(
      path,
      'access/matches-nothing',
      `${listed(names, 4)} ${names.length === 1 ? 'is' : 'are'} not declared in ${named.join(' or ')}, but in ` +
        `${listed(sortedUnique(places.map(({ name }) => `'${name}'`)))}.`,
      'Name a registry that holds it. Where ECR creates a replica by itself (createRepositories), declare the ' +
        'repository there to give it a policy.',
    );
  }
}

/** Reports a registry in which the entry grants nothing, if it grants something in another registry. */
function checkRegistries(
  grant: LinkedGrant,
  placed: readonly Placement[],
  matching: ReturnType<typeof repositoryMatcher>,
  reporter: Reporter,
): void {
  // The repository may be in a registry that was rejected.
  if (placed.length === 0 || grant.repositories.flatMap(matching).some(({ complete }) => !complete)) return;
  const taken = new Set(registriesOf(placed));
  for (const { registry, path } of grant.registries ?? []) {
    if (taken.has(registry)) continue;
    reporter.atValue(
      path,
      'access/matches-nothing',
      `'${registry.name}' holds none of the repositories of this entry, so it grants nothing there.`,
      'Remove it, or replicate the repositories there.',
    );
  }
}

function checkPrincipal(
  { grantee, path }: LinkedPrincipal,
  grant: LinkedGrant,
  placed: readonly Placement[],
  linked: Linked,
  reporter: Reporter,
): void {
  if (grantee.kind === 'anyone' && !grant.isPublic) {
    reporter.atValue(
      path,
      'access/public',
      "'*' is everybody who has an AWS account, in this organization or not.",
      "Name an account, { organization: o-… } or an organizational unit; if it is meant, add 'public: true'.",
    );
  }
  if (grantee.kind === 'lambda' && grant.operations.includes('push')) {
    reporter.atKey(
      path,
      'access/lambda-push',
      'Lambda pulls the image of a function; it pushes nothing.',
      'Grant pull to lambda, and push to the role that builds the image.',
    );
  }
  if (grantee.kind === 'service') checkService(grantee, path, placed, reporter);
  checkIdentity(grantee, path, grant, placed, linked, reporter);
}

function checkService(
  { service, accountId }: Extract<Grantee, { kind: 'service' }>,
  path: LinkedPrincipal['path'],
  placed: readonly Placement[],
  reporter: Reporter,
): void {
  const role = pullingRoleOf(service);
  const isElsewhere = placed.some(({ registry }) => registry.account?.id !== accountId);
  if (role !== undefined) {
    reporter.atKey(
      path,
      'access/service',
      `'${service}' does not pull by itself, but with ${role}, so this grant has no effect.`,
      'Grant it to that role, or to its account.',
    );
  } else if (service === CODEBUILD && isElsewhere) {
    reporter.atKey(
      path,
      'access/service',
      'CodeBuild takes a build image of another account with the role of the project, not by itself.',
      'Grant it to the role of the project, which has to say imagePullCredentialsType: SERVICE_ROLE.',
    );
  }
}

function checkNamedOnce({ principals }: LinkedGrant, reporter: Reporter): void {
  for (const { path } of repeated(principals, ({ grantee }) => JSON.stringify(grantee))) {
    reporter.atValue(
      path,
      'access/duplicate-principal',
      'This principal stands here already.',
      'Remove one; a name and the id of the same account are the same principal.',
    );
  }
}

function checkReplicas(grant: LinkedGrant, placed: readonly Placement[], reporter: Reporter): void {
  for (const { registry, path } of grant.registries ?? []) {
    const pushed = placed.filter(
      (each) => each.registry === registry && each.isReplica && each.operation === 'push',
    );
    if (pushed.length === 0) continue;
    const names = sortedUnique(pushed.map(({ repository }) => `'${repository}'`));
    reporter.atValue(
      path,
      'access/push-to-replica',
      `In '${registry.name}', ${listed(names, 4)} ${names.length === 1 ? 'is a replica' : 'are replicas'}: what is pushed ` +
        'there stays there, and does not flow back to where it is replicated from.',
      'Grant push where images are pushed, and pull here.',
    );
  }
}
