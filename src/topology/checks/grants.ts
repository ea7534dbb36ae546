import {
  identityPolicy,
  managedPolicyArn,
  managedPolicyFor,
  policyText,
  type Grantee,
  type IdentityId,
} from '../../registry';
import {
  heldIn,
  registryIdOf,
  type Linked,
  type LinkedGrant,
  type LinkedPrincipal,
  type LinkedRegistry,
} from '../linked';
import { identityMode, identityOf, isDeclared, repositoryMatcher, type Placement } from '../placements';
import type { Reporter } from '../reporter';
import { didYouMean, listed } from '../suggest';
import { checkCallers, checkPrincipals } from './principals';

/** What is wrong with the entries under `access`: whom, what and where they allow. */
export function checkGrants(linked: Linked, granted: readonly Placement[], reporter: Reporter): void {
  const placed = byGrant(granted);
  const matching = repositoryMatcher(linked);
  checkCallers(linked, reporter);
  for (const grant of linked.grants) {
    const here = placed.get(grant) ?? [];
    checkRepositories(grant, here, matching, linked, reporter);
    checkPrincipals(grant.principals, registriesOf(here), linked, reporter);
    for (const principal of grant.principals) checkPrincipal(principal, grant, here, linked, reporter);
    checkNamedOnce(grant, reporter);
    checkReplicas(grant, here, reporter);
  }
}

function byGrant(granted: readonly Placement[]): ReadonlyMap<LinkedGrant, readonly Placement[]> {
  const found = new Map<LinkedGrant, Placement[]>();
  for (const placement of granted) {
    const here = found.get(placement.grant);
    if (here === undefined) found.set(placement.grant, [placement]);
    else here.push(placement);
  }
  return found;
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
    // What was refused may be where the entry looks for it.
    if (matched.some(({ complete }) => !complete) || grant.operations.length === 0) continue;
    if (!grant.complete || matched.some(({ name }) => taken.has(name))) continue;
    const names = matched.map(({ name }) => `'${name}'`);
    const named = (grant.registries ?? []).map(({ registry }) => `'${registry.name}'`);
    const places = linked.registries.filter((registry) =>
      matched.some(({ name }) => heldIn(linked, registry).has(name)),
    );
    reporter.atValue(
      path,
      'access/matches-nothing',
      `${listed(names, 4)} ${names.length === 1 ? 'is' : 'are'} not declared in ${named.join(' or ')}, but in ` +
        `${listed(places.map(({ name }) => `'${name}'`))}.`,
      'Name a registry that holds it. Where ECR creates a replica by itself (createRepositories), declare the ' +
        'repository there to give it a policy.',
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
  checkIdentity(grantee, path, grant, placed, linked, reporter);
}

function checkIdentity(
  grantee: Grantee,
  path: LinkedPrincipal['path'],
  grant: LinkedGrant,
  placed: readonly Placement[],
  linked: Linked,
  reporter: Reporter,
): void {
  const identity = identityOf(grantee);
  if (identity === undefined) {
    if (grant.identity !== 'inline' && grant.identity !== 'managed') return;
    reporter.atValue(
      path,
      'access/identity',
      `'identity: ${grant.identity}' attaches a policy to a role or a user, and this principal is ${describe(grantee)}.`,
      "Leave 'identity' out here; put roles and users in an entry of their own.",
    );
    return;
  }
  const isKnown = isDeclared(identity.accountId, linked);
  const mode = identityMode(grant, identity, linked);
  if (mode !== 'none' && !isKnown) {
    reporter.atValue(
      path,
      'access/identity',
      `The account ${identity.accountId} is not declared, so no policy can be attached to '${identity.name}' there.`,
      `Declare it under 'accounts', or write 'identity: none' and attach ${policyToAttach(identity, placed)}`,
    );
  } else if (grant.identity === undefined && !isKnown) {
    warnOfOtherSide(identity, path, placed, reporter);
  }
}

/** One side only is the mistake this project is about. */
function warnOfOtherSide(
  identity: IdentityId,
  path: LinkedPrincipal['path'],
  placed: readonly Placement[],
  reporter: Reporter,
): void {
  reporter.atValue(
    path,
    'access/identity-missing',
    `The account ${identity.accountId} is not declared, so '${identity.name}' is granted this on the repository's side only; ` +
      'its own account must allow it too.',
    `Declare the account, or write 'identity: none' and attach to the ${identity.kind} ${policyToAttach(identity, placed)}`,
  );
}

/** More characters than anybody takes from a message. */
const LONGEST_POLICY = 2_000;

/** Where the policy would be too long to show, the AWS managed policy stands for it. */
function policyToAttach({ partition }: IdentityId, placed: readonly Placement[]): string {
  const operations = [...new Set(placed.map(({ operation }) => operation))];
  const managed = managedPolicyArn(partition, managedPolicyFor(operations));
  // An ARN is longer than 30 characters: of so many, none of the text needs to be made.
  if (placed.length > LONGEST_POLICY / 30) return managed;
  const grants = placed.flatMap(({ registry, repository, operation }) => {
    const id = registryIdOf(registry);
    return id === undefined ? [] : { registry: id, repository, operation };
  });
  const text = policyText(identityPolicy(grants));
  return text.length > LONGEST_POLICY ? managed : `this: ${text}`;
}

function describe(grantee: Grantee): string {
  switch (grantee.kind) {
    case 'account':
      return 'a whole account';
    case 'identity':
    case 'viaAccountRoot':
      return 'several roles or users';
    case 'organization':
      return 'an organization';
    case 'organizationalUnit':
      return 'an organizational unit';
    case 'lambda':
    case 'service':
      return 'an AWS service';
    case 'anyone':
      return 'everybody';
  }
}

function checkNamedOnce({ principals }: LinkedGrant, reporter: Reporter): void {
  const seen = new Set<string>();
  for (const { grantee, path } of principals) {
    const key = JSON.stringify(grantee);
    if (seen.has(key)) {
      reporter.atValue(
        path,
        'access/duplicate-principal',
        'This principal stands here already.',
        'Remove one; a name and the id of the same account are the same principal.',
      );
    }
    seen.add(key);
  }
}

function checkReplicas(grant: LinkedGrant, placed: readonly Placement[], reporter: Reporter): void {
  for (const { registry, path } of grant.registries ?? []) {
    const pushed = placed.filter(
      (each) => each.registry === registry && each.isReplica && each.operation === 'push',
    );
    if (pushed.length === 0) continue;
    const names = pushed.map(({ repository }) => `'${repository}'`);
    reporter.atValue(
      path,
      'access/push-to-replica',
      `In '${registry.name}', ${listed(names, 4)} ${names.length === 1 ? 'is a replica' : 'are replicas'}: what is pushed ` +
        'there stays there, and does not flow back to where it is replicated from.',
      'Grant push where images are pushed, and pull here.',
    );
  }
}
