import { granteesOf, type StatementGrantee } from '../../access/evaluate/grantees';
import type { PolicyStatement } from '../../aws/policy/document';
import { groupBy, sortedUnique } from '../../base/collections';
import { capitalizeSentence, formatList } from '../../base/text';
import type { PlannedResource } from '../../plan/model/planned-resource';
import { grantedText, granteesText } from '../finding-text';
import { addressOf } from '../predicates/plan-resources';
import {
  namedStatements,
  policyName,
  policySubject,
  type PolicyResource,
} from '../predicates/policies-after';
import { defineRule, type Problem } from '../rule';

export const accessNotEvaluated = defineRule({
  id: 'access-not-evaluated',
  severity: 'warning',
  doc: 'Policy changes access of principals that the review cannot evaluate.',
  why:
    'The review evaluates access for roles, users, accounts, organizations and services. For federated principals, and for ' +
    'services that a statement allows through Principal "*", it reports what the statement contains. ' +
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
  options: {},
  check: ({ resources }) => resources.flatMap(problemsOf),
});

function problemsOf(resource: PlannedResource): readonly Problem[] {
  if (resource.kind !== 'registry-policy' && resource.kind !== 'repository-policy') return [];
  if (resource.action === 'no-op' || resource.action === 'forget') return [];
  const [unevaluatedBefore, unevaluatedAfter] = [
    unevaluatedStatements(resource, 'before'),
    unevaluatedStatements(resource, 'after'),
  ];
  return [
    ...reportDifference(resource, unevaluatedAfter, unevaluatedBefore, 'newly allows'),
    ...reportDifference(resource, unevaluatedBefore, unevaluatedAfter, 'no longer allows'),
  ];
}

interface UnevaluatedStatement {
  readonly statement: PolicyStatement;
  readonly grantees: readonly StatementGrantee[];
}

function unevaluatedStatements(
  resource: PolicyResource,
  when: 'after' | 'before',
): readonly UnevaluatedStatement[] {
  const policy = resource[when]?.policy;
  if (policy === undefined) return [];
  return namedStatements(policy).flatMap(({ statement }) => {
    if (statement.effect !== 'Allow') return [];
    const grantees = granteesOf(statement).filter((grantee) => isNotEvaluated(grantee, statement));
    return grantees.length === 0 ? [] : [{ statement, grantees }];
  });
}

/** Condition keys that are set only in requests of AWS services. */
const SERVICE_CONDITION_KEYS =
  /^aws:(source(account|arn|orgid|orgpaths|owner)|principalservicename(slist)?|principalisawsservice|calledvia(first|last)?)$/i;

function isNotEvaluated({ who }: StatementGrantee, { conditions }: PolicyStatement): boolean {
  if (who.kind === 'principal') {
    return who.principal.type === 'Federated' || who.principal.type === 'CanonicalUser';
  }
  const isAnyAccount = who.kind === 'anyone' || who.kind === 'everybodyBut';
  return isAnyAccount && conditions.some(({ key }) => SERVICE_CONDITION_KEYS.test(key));
}

function reportDifference(
  resource: PolicyResource,
  statements: readonly UnevaluatedStatement[],
  others: readonly UnevaluatedStatement[],
  verb: 'newly allows' | 'no longer allows',
): readonly Problem[] {
  const known = new Set(others.map(({ statement }) => statementKey(statement)));
  const changed = statements.filter(({ statement }) => !known.has(statementKey(statement)));
  const registry = (resource.after ?? resource.before)?.registry;
  if (changed.length === 0 || registry === undefined) return [];
  const byPrincipal = groupBy(changed, ({ grantees }) =>
    granteesText(grantees.map(({ who }) => ({ who, onlyIf: [] }))),
  );
  const texts = [...byPrincipal].map(
    ([who, same]) =>
      `${who} to ${grantedText(same.map(({ statement }) => statement))}${conditionsText(same)}`,
  );
  return [
    {
      at: addressOf(resource),
      subject: policySubject(resource, registry),
      message: `${capitalizeSentence(policyName(resource))} ${verb} ${formatList(texts, 4)}. The review cannot evaluate who can use this access.`,
      help: 'Make sure that you intend this change. For a service, use a Service principal with a condition on aws:SourceAccount or aws:SourceArn.',
    },
  ];
}

function statementKey({ principals, actions, resources, conditions }: PolicyStatement): string {
  return JSON.stringify([principals, actions, resources, conditions]);
}

function conditionsText(same: readonly UnevaluatedStatement[]): string {
  const conditions = same.flatMap(({ statement }) => statement.conditions);
  const texts = sortedUnique(
    conditions.map(({ operator, key, values }) => `${key} ${operator} ${formatList(values, 3)}`),
  );
  return texts.length === 0 ? '' : ` (${texts.join(', ')})`;
}
