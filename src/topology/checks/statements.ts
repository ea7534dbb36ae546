import { hasVariableBeforeResource } from '../../access/policy/template';
import { actionsMeant, allActions, LOGIN_ACTION, ECR_ACTIONS, resourceFault } from '../../registry';
import { heldIn, registryIdOf } from '../link/contents';
import type { Linked, LinkedRegistry, LinkedStatement, LinkedText } from '../link/linked';
import { resourceArn } from '../resolve/statements';
import { repeated } from '../repeated';
import type { Reporter } from '../reporter';
import { didYouMean } from '../suggest';
import { checkConditions, saysWho } from './conditions';
import { checkPrincipals } from './principals';

/** Checks the declared statements of registry policies and repository policies. */
export function checkStatements(linked: Linked, reporter: Reporter): void {
  for (const [statement, registries] of repositoryStatements(linked)) {
    checkRepositoryStatement(statement, reporter);
    checkAnyStatement(statement, registries, linked, reporter);
  }
  for (const registry of linked.registries) {
    for (const statement of registry.statements) {
      checkRegistryStatement(statement, registry, reporter);
      checkAnyStatement(statement, [registry], linked, reporter);
    }
    checkSids(registry.statements, reporter);
    for (const { statements } of registry.creationTemplates) checkSids(statements, reporter);
  }
  for (const { statements } of linked.repositories) checkSids(statements, reporter);
}

/**
 * Returns each statement of a repository policy once, including defaults and templates, with the registries in which it
 * applies.
 */
function repositoryStatements(linked: Linked): ReadonlyMap<LinkedStatement, readonly LinkedRegistry[]> {
  const found = new Map<LinkedStatement, Set<LinkedRegistry>>();
  for (const registry of linked.registries) {
    for (const { repository } of heldIn(linked, registry).values()) {
      for (const statement of repository.statements) {
        found.set(statement, (found.get(statement) ?? new Set()).add(registry));
      }
    }
    for (const statement of registry.creationTemplates.flatMap(({ statements }) => statements)) {
      found.set(statement, new Set([registry]));
    }
  }
  // The statements of a repository without a resolved registry are checked too.
  for (const statement of linked.repositories.flatMap(({ statements }) => statements)) {
    if (!found.has(statement)) found.set(statement, new Set());
  }
  return new Map([...found].map(([statement, registries]) => [statement, [...registries]]));
}

function checkRepositoryStatement(statement: LinkedStatement, reporter: Reporter): void {
  if (statement.resources.length > 0) {
    reporter.atKey(
      [...statement.path, 'resources'],
      'statement/resource-in-repository-policy',
      "A repository policy has no 'Resource', the repository itself is it: ECR answers 'Invalid repository policy provided'.",
      "Remove 'resources'. A policy that names repositories is the registry policy: registries.<name>.statements.",
    );
  }
  for (const action of statement.actions) checkRepositoryAction(action, statement, reporter);
}

function checkRepositoryAction(
  { text, path }: LinkedText,
  { effect }: LinkedStatement,
  reporter: Reporter,
): void {
  const meant = actionsMeant(text);
  const [first] = meant;
  if (first === undefined) {
    unknownAction(text, path, reporter);
    return;
  }
  // A wildcard may also match actions that have no effect here.
  if (meant.length > 1 && meant.some((action) => ECR_ACTIONS[action] === 'repository')) return;
  if (first === LOGIN_ACTION) {
    reporter.atValue(
      path,
      'statement/auth-token-in-repository-policy',
      `'${LOGIN_ACTION}' is about no repository, and ECR refuses it in a repository policy.`,
      "It belongs into the caller's identity policy, on Resource *; 'access' puts it there.",
    );
  } else if (first === 'ecr:ReplicateImage' && effect === 'Allow') {
    reporter.atValue(
      path,
      'statement/replicate-in-repository-policy',
      "'ecr:ReplicateImage' in a repository policy lets nobody replicate: replication asks the registry policy of the destination.",
      "A rule under 'replication' writes it; by hand it belongs under registries.<name>.statements.",
    );
  } else if (ECR_ACTIONS[first] === 'registry') {
    reporter.atValue(
      path,
      'statement/registry-action-in-repository-policy',
      `'${text}' is about the whole registry, so a repository policy cannot allow or deny it.`,
      'It belongs into an identity policy, or under registries.<name>.statements.',
    );
  }
}

function unknownAction(text: string, path: LinkedText['path'], reporter: Reporter): void {
  const hasPrefix = text.toLowerCase().startsWith('ecr:');
  reporter.atValue(
    path,
    'statement/unknown-action',
    hasPrefix
      ? `'${text}' is no action of ECR that this version knows.`
      : `'${text}' is no action of ECR: they start with 'ecr:'.`,
    didYouMean(text.includes(':') ? text : `ecr:${text}`, allActions()) ??
      (hasPrefix
        ? 'For an action newer than this version, update ecr-topology.'
        : 'The policies of ECR hold no others.'),
  );
}

function checkRegistryStatement(
  statement: LinkedStatement,
  registry: LinkedRegistry,
  reporter: Reporter,
): void {
  for (const { text, path } of statement.actions) {
    if (actionsMeant(text).length === 0) unknownAction(text, path, reporter);
  }
  if (statement.resources.length === 0 && !reporter.keys(statement.path).includes('resources')) {
    reporter.atKey(
      statement.path,
      'statement/resource-missing',
      "A statement of a registry policy says which repositories it is about: ECR answers 'Invalid registry policy provided' without.",
      "Add resources: [<repository>], with * for anything. A policy without 'Resource' is the repository policy: repositories.<name>.statements.",
    );
  }
  for (const { text, path } of statement.resources) {
    if (!text.startsWith('arn:') || !hasVariableBeforeResource(text)) continue;
    reporter.atValue(
      path,
      'statement/variable-before-resource',
      `'${text}' has a policy variable before its fifth colon, where IAM does not replace it: the ARN never matches.`,
      'Write the name of the repository alone, or the Region and account of this registry in the ARN.',
    );
  }
  const id = registryIdOf(registry);
  if (id === undefined) return;
  const own = resourceArn(id, 'x').slice(0, -1);
  for (const { text, path } of statement.resources) {
    if (!text.startsWith('arn:') || resourceFault(id, text) === undefined) continue;
    reporter.atValue(
      path,
      'statement/wrong-arn-in-registry-policy',
      `'${text}' is not in '${registry.name}', whose repositories are ${own}<name>: the statement would never match.`,
      `Write the name of the repository alone, or put the statement under the registry it is about.`,
    );
  }
}

function checkAnyStatement(
  statement: LinkedStatement,
  registries: readonly LinkedRegistry[],
  linked: Linked,
  reporter: Reporter,
): void {
  checkPrincipals(statement.principals, registries, linked, reporter);
  checkConditions(statement, registries, reporter);
  if (statement.effect === 'Deny' || statement.isPublic || saysWho(statement, reporter)) return;
  for (const { grantee, path } of statement.principals) {
    if (grantee.kind !== 'anyone') continue;
    reporter.atValue(
      path,
      'statement/public',
      "'*' without a condition that says who is everybody who has an AWS account, in this organization or not.",
      "Add a condition such as aws:PrincipalOrgID, name a principal, or, if it is meant, add 'public: true'.",
    );
  }
}

function checkSids(statements: readonly LinkedStatement[], reporter: Reporter): void {
  for (const { sid, path } of repeated(statements, (statement) => statement.sid)) {
    reporter.atValue(
      [...path, 'sid'],
      'statement/duplicate-sid',
      `The id '${String(sid)}' stands in this policy already.`,
      'Give each statement its own, or none.',
    );
  }
}
