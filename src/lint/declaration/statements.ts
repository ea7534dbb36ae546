import { restrictsPrincipal } from '../../access/evaluate/statement-scope';
import { hasVariableBeforeResource } from '../../access/evaluate/value-pattern';
import { allActions, LOGIN_ACTION, matchingActions } from '../../aws/policy/actions';
import {
  CONDITION_OPERATORS,
  parseOperator,
  undocumentedResult,
  type ParsedOperator,
  type UndocumentedResult,
} from '../../aws/policy/conditions';
import { principalForms } from '../../aws/policy/principals';
import { resourceFault } from '../../aws/policy/resources';
import { findDuplicates } from '../../base/collections';
import { didYouMean, formatList } from '../../base/text';
import type {
  BoundCondition,
  BoundDeclaration,
  BoundRegistry,
  BoundStatement,
} from '../../declaration/bind/bound-declaration';
import { registryIdOf, repositoriesIn, statementsIn } from '../../declaration/bind/registry-contents';
import { resourceArn } from '../../declaration/lower/access';
import { itemsOf, type Located } from '../../declaration/schema/located';
import type { Path } from '../../declaration/syntax/tree';
import { actionsWithoutEffect } from '../predicates/repository-policy-actions';
import { defineDeclarationRules, type ReporterOf } from '../rule';
import { checkPrincipals, PRINCIPAL_RULES } from './principals';

export const statements = defineDeclarationRules({
  rules: {
    'access/partition': PRINCIPAL_RULES['access/partition'],
    'statement/unknown-action': {
      severity: 'error',
      doc: 'An action of a statement is not an ECR action.',
      why:
        'ECR rejects the policy. Fix the spelling: `ecr:` and the name of an ECR action. If the action is ' +
        'newer than this version, update.',
    },
    'statement/resource-in-repository-policy': {
      severity: 'error',
      doc: 'A statement of a repository policy has `resources`.',
      why:
        'ECR rejects the policy, because a repository policy applies only to its own repository. Remove ' +
        '`resources`. To list repositories, use the registry policy. ' +
        'https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html',
    },
    'statement/auth-token-in-repository-policy': {
      severity: 'error',
      doc: 'A repository policy contains `ecr:GetAuthorizationToken`, which has no effect there.',
      why:
        'The action does not apply to a repository. Remove it. It belongs in the identity policy of the ' +
        'caller, where `access` writes it.',
    },
    'statement/replicate-in-repository-policy': {
      severity: 'error',
      doc: 'A repository policy contains `ecr:ReplicateImage`, which has no effect there.',
      why:
        'For replication, ECR evaluates the registry policy of the destination. Add a rule under ' +
        '`replication`, which writes that policy. ' +
        'https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions.html',
    },
    'statement/registry-action-in-repository-policy': {
      severity: 'error',
      doc: 'A repository policy contains an action that it cannot allow or deny.',
      why:
        'The action applies to the whole registry, or to a repository that does not exist yet. Move it to ' +
        '`registries.<name>.statements`, or to an identity policy.',
    },
    'statement/resource-missing': {
      severity: 'error',
      doc: 'A statement of a registry policy has no `resources`.',
      why:
        'ECR rejects the policy, because each statement must list the repositories that it applies to. ' +
        'Add `resources`, or move the statement to `repositories.<name>.statements`.',
    },
    'statement/wrong-arn-in-registry-policy': {
      severity: 'error',
      doc: 'A resource of a registry policy is not in that registry.',
      why:
        'The statement never matches. Write only the name of the repository, or move the statement to the ' +
        'registry that it applies to.',
    },
    'statement/public': {
      severity: 'error',
      doc: 'A statement allows every AWS account, but does not set `public: true`.',
      why:
        'Accounts outside your organization get access. Add a condition such as `aws:PrincipalOrgID`. If ' +
        'every AWS account is intended, set `public: true`.',
    },
    'statement/condition': {
      severity: 'error',
      doc: 'A condition has an operator or key that IAM does not have, or repeats a condition of its principal.',
      why:
        'IAM could not evaluate the statement. Use an operator that the message lists. A principal such ' +
        'as `organization` adds its own condition: remove one of the two. ' +
        'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html',
    },
    'statement/undocumented-condition': {
      severity: 'warning',
      doc: 'AWS does not document the result of a condition.',
      why:
        'AWS may allow or deny the wrong requests, and `explain` and `access` report `unknown`. Compare a ' +
        'key with several values (`aws:PrincipalOrgPaths`, `aws:TagKeys`) with `ForAnyValue:` or ' +
        '`ForAllValues:`, and use `ForAnyValue:` without `IfExists`. ' +
        'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html',
    },
    'statement/variable-before-resource': {
      severity: 'warning',
      doc: 'A policy variable appears before the fifth colon of an ARN.',
      why:
        'IAM does not replace the variable there, so the ARN never matches. Write the partition, Region ' +
        'and account, or `*`. ' +
        'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html',
    },
    'statement/duplicate-sid': {
      severity: 'error',
      doc: 'Two statements of a policy have the same `sid`.',
      why: 'A `sid` must be unique in a policy. Give each statement its own `sid`, or remove it.',
    },
  },
  bound({ bound }, reporter) {
    checkStatements(bound, reporter);
  },
});

type Reporter = ReporterOf<typeof statements>;

/** Checks the declared statements of registry policies and repository policies. */
function checkStatements(bound: BoundDeclaration, reporter: Reporter): void {
  for (const [statement, registries] of repositoryStatements(bound)) {
    checkRepositoryStatement(statement, reporter);
    checkAnyStatement(statement, registries, bound, reporter);
  }
  for (const registry of bound.registries) {
    for (const statement of registry.statements) {
      checkRegistryStatement(statement, registry, reporter);
      checkAnyStatement(statement, [registry], bound, reporter);
    }
    checkDuplicateSids(registry.statements, reporter);
    for (const { statements } of registry.creationTemplates) checkDuplicateSids(statements, reporter);
  }
  for (const { statements } of bound.repositories) checkRepositorySids(statements, reporter);
}

/**
 * Returns each statement of a repository policy once, including defaults and templates, with the registries in which it
 * applies.
 */
function repositoryStatements(
  bound: BoundDeclaration,
): ReadonlyMap<BoundStatement, readonly BoundRegistry[]> {
  const registriesByStatement = new Map<BoundStatement, Set<BoundRegistry>>();
  for (const registry of bound.registries) {
    for (const { repository } of repositoriesIn(bound, registry).values()) {
      for (const statement of statementsIn(repository, registry)) {
        registriesByStatement.set(
          statement,
          (registriesByStatement.get(statement) ?? new Set()).add(registry),
        );
      }
    }
    for (const statement of registry.creationTemplates.flatMap(({ statements }) => statements)) {
      registriesByStatement.set(statement, new Set([registry]));
    }
  }
  // The statements of a repository without a resolved registry are checked too.
  for (const statement of bound.repositories.flatMap(({ statements }) => statements)) {
    if (!registriesByStatement.has(statement)) registriesByStatement.set(statement, new Set());
  }
  return new Map([...registriesByStatement].map(([statement, registries]) => [statement, [...registries]]));
}

function checkRepositoryStatement(statement: BoundStatement, reporter: Reporter): void {
  const [resource] = itemsOf(statement.resources);
  if (resource !== undefined) {
    reporter.atKey(
      [...statement.path, 'resources'],
      'statement/resource-in-repository-policy',
      "A repository policy cannot have 'Resource', because it applies only to its own repository. ECR rejects the policy: 'Invalid repository policy provided'.",
      "Remove 'resources'. To list repositories, use the registry policy: registries.<name>.statements.",
    );
  }
  for (const action of statement.actions) checkRepositoryAction(action, statement, reporter);
}

function checkRepositoryAction(
  { value: text, path }: Located<string>,
  { effect }: BoundStatement,
  reporter: Reporter,
): void {
  if (matchingActions(text).length === 0) {
    reportUnknownAction(text, path, reporter);
    return;
  }
  const [action] = actionsWithoutEffect(text);
  if (action === undefined) return;
  if (action === LOGIN_ACTION) {
    reporter.atValue(
      path,
      'statement/auth-token-in-repository-policy',
      `'${LOGIN_ACTION}' does not apply to a repository, so it has no effect in a repository policy.`,
      "Remove it. It belongs in the identity policy of the caller, with Resource '*', where 'access' writes it.",
    );
  } else if (action === 'ecr:ReplicateImage') {
    if (effect === 'Deny') return;
    reporter.atValue(
      path,
      'statement/replicate-in-repository-policy',
      "'ecr:ReplicateImage' has no effect in a repository policy. For replication, ECR evaluates the registry policy of the destination.",
      "Add a rule under 'replication', which writes that policy. To write the statement yourself, use registries.<name>.statements.",
    );
  } else {
    const reason =
      action === 'ecr:CreateRepository'
        ? 'is called before the repository has a policy'
        : 'applies to the whole registry';
    reporter.atValue(
      path,
      'statement/registry-action-in-repository-policy',
      `'${text}' ${reason}, so a repository policy cannot allow or deny it.`,
      'Move it to an identity policy, or to registries.<name>.statements.',
    );
  }
}

function reportUnknownAction(text: string, path: Path, reporter: Reporter): void {
  const hasPrefix = text.toLowerCase().startsWith('ecr:');
  reporter.atValue(
    path,
    'statement/unknown-action',
    hasPrefix
      ? `'${text}' is not a known ECR action.`
      : `'${text}' is not an ECR action. ECR actions start with 'ecr:'.`,
    didYouMean(text.includes(':') ? text : `ecr:${text}`, allActions()) ??
      (hasPrefix
        ? 'For an action newer than this version, update ecr-topology.'
        : 'ECR policies can contain only ECR actions.'),
  );
}

function checkRegistryStatement(
  statement: BoundStatement,
  registry: BoundRegistry,
  reporter: Reporter,
): void {
  for (const { value: text, path } of statement.actions) {
    if (matchingActions(text).length === 0) reportUnknownAction(text, path, reporter);
  }
  if (statement.resources === undefined && !statement.isIncomplete) {
    reporter.atKey(
      statement.path,
      'statement/resource-missing',
      "A statement of a registry policy requires 'resources'. Without 'Resource', ECR rejects the policy: 'Invalid registry policy provided'.",
      "Add resources: [<repository>], with '*' for any text. To write the policy of one repository, use repositories.<name>.statements.",
    );
  }
  for (const { value: text, path } of itemsOf(statement.resources)) {
    if (!text.startsWith('arn:') || !hasVariableBeforeResource(text)) continue;
    reporter.atValue(
      path,
      'statement/variable-before-resource',
      `'${text}' has a policy variable before its fifth colon. IAM does not replace it there, so the ARN never matches.`,
      'Write only the name of the repository, or write the Region and account of this registry in the ARN.',
    );
  }
  const id = registryIdOf(registry);
  if (id === undefined) return;
  const arnPrefix = resourceArn(id, 'x').slice(0, -1);
  for (const { value: text, path } of itemsOf(statement.resources)) {
    if (!text.startsWith('arn:') || resourceFault(id, text) === undefined) continue;
    reporter.atValue(
      path,
      'statement/wrong-arn-in-registry-policy',
      `'${text}' is not in '${registry.name}', so the statement never matches. The repositories of '${registry.name}' are ${arnPrefix}<name>.`,
      'Write only the name of the repository, or move the statement to the registry that it applies to.',
    );
  }
}

function checkAnyStatement(
  statement: BoundStatement,
  registries: readonly BoundRegistry[],
  bound: BoundDeclaration,
  reporter: Reporter,
): void {
  checkPrincipals(statement.principals, registries, bound, reporter);
  checkConditions(statement, registries, reporter);
  if (statement.effect === 'Deny' || statement.isPublic || hasPrincipalCondition(statement)) return;
  for (const { grantee, path } of statement.principals) {
    if (grantee.kind !== 'anyone') continue;
    reporter.atValue(
      path,
      'statement/public',
      "'*' without a condition on the principal allows every AWS account, including accounts outside your organization.",
      "Add a condition such as aws:PrincipalOrgID, or list principals. If every AWS account is intended, add 'public: true'.",
    );
  }
}

/** Two statements can have the same ID if they apply in different registries. */
function checkRepositorySids(statements: readonly BoundStatement[], reporter: Reporter): void {
  const everywhere = statements.filter(({ registries }) => registries === undefined);
  checkDuplicateSids(everywhere, reporter);
  const listed = statements.flatMap(({ registries = [] }) => registries.map(({ registry }) => registry));
  for (const registry of new Set(listed)) {
    checkDuplicateSids(statementsIn({ statements }, registry), reporter);
  }
}

function checkDuplicateSids(statements: readonly BoundStatement[], reporter: Reporter): void {
  for (const { sid, path } of findDuplicates(statements, (statement) => statement.sid)) {
    reporter.atValue(
      [...path, 'sid'],
      'statement/duplicate-sid',
      `Duplicate sid '${String(sid)}' in this policy.`,
      'Give each statement its own sid, or remove it.',
    );
  }
}

/**
 * Checks that IAM knows the operators and keys of a statement's conditions, and that none conflicts with a condition of
 * its principals.
 */
function checkConditions(
  { conditions, principals }: BoundStatement,
  registries: readonly BoundRegistry[],
  reporter: Reporter,
): void {
  const ids = registries.flatMap((registry) => registryIdOf(registry) ?? []);
  const principalConditions = new Set(
    ids.flatMap((id) =>
      principals.flatMap(({ grantee }) =>
        principalForms(id, grantee).flatMap(({ condition }) =>
          condition === undefined ? [] : `${condition.operator} ${condition.key}`.toLowerCase(),
        ),
      ),
    ),
  );
  for (const { operator, key, path } of conditions) {
    const parsed = parseOperator(operator);
    if (parsed === undefined) {
      reporter.atKey(
        path.slice(0, -1),
        'statement/condition',
        `'${operator}' is not a condition operator of IAM.`,
        didYouMean(operator, CONDITION_OPERATORS) ??
          `Use an operator such as ${formatList(CONDITION_OPERATORS, 6)}.`,
      );
    } else if (!/^[A-Za-z0-9-]+:[\w+=,.@:/-]+$/.test(key)) {
      reporter.atKey(
        path,
        'statement/condition',
        `'${key}' is not a condition key of IAM.`,
        'Use a key such as aws:PrincipalOrgID or aws:SourceIp.',
      );
    } else if (principalConditions.has(`${operator} ${key}`.toLowerCase())) {
      reporter.atKey(
        path,
        'statement/condition',
        `A principal of this statement already adds the condition ${operator} on ${key}. A statement can have it only once.`,
        "Remove one of the two, or write the principal as '*' with this condition.",
      );
    } else {
      checkResult(parsed, { operator, key, path }, reporter);
    }
  }
}

/**
 * Warns about a condition whose result AWS does not document: `explain` reports `unknown` for it, and AWS may allow or
 * deny the wrong requests.
 */
function checkResult(
  parsed: ParsedOperator,
  { operator, key, path }: Pick<BoundCondition, 'operator' | 'key' | 'path'>,
  reporter: Reporter,
): void {
  const reason = undocumentedResult(parsed, key);
  if (reason === undefined) return;
  const [message, help] = UNDOCUMENTED_RESULTS[reason](operator, key);
  reporter.atKey(path, 'statement/undocumented-condition', message, help);
}

const UNDOCUMENTED_RESULTS: Readonly<
  Record<UndocumentedResult, (operator: string, key: string) => readonly [message: string, help: string]>
> = {
  noQuantifier: (operator, key) => [
    `'${key}' can have several values in a request, but '${operator}' has no quantifier. AWS does not document the result.`,
    `Write ForAnyValue:${operator} (one value is enough) or ForAllValues:${operator} (every value, or none).`,
  ],
  anyValueIfExists: (operator, key) => [
    `AWS does not document the result of '${operator}' for a request without '${key}': ForAnyValue is false, but IfExists is true.`,
    `Write ${operator.replace(/IfExists$/, '')}, which is false for a request without the key.`,
  ],
};

/**
 * Returns whether a condition restricts the principals of a statement, so that `*` is not every AWS account. A rejected
 * condition counts as one, because it is already reported.
 */
function hasPrincipalCondition({ conditions, hasRefusedCondition }: BoundStatement): boolean {
  return hasRefusedCondition || conditions.some(restrictsPrincipal);
}
