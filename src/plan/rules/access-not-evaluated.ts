import { granteesOf, type StatementGrantee } from '../../access/grantees';
import { grouped, listed, sortedUnique, type PolicyStatement } from '../../registry';
import { addressOf } from '../managing';
import { namedStatements, policyName, policySubject, type PolicyResource } from '../policies/policies-after';
import type { PlannedResource } from '../resources/planned';
import { rule, type Problem } from '../rule';
import { grantedText } from '../words/actions-text';
import { granteesText } from '../words/callers-text';
import { sentence } from '../words/sentence';

export const accessNotEvaluated = rule({
  id: 'access-not-evaluated',
  severity: 'warning',
  doc: 'Policy changes what it allows to principals whose access cannot be evaluated.',
  why:
    'The review evaluates policies for roles, users, accounts, organizations and services. What a statement allows to ' +
    'federated principals, or to services through Principal "*", is reported as it is written. ' +
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
  options: {},
  check: ({ resources }) => resources.flatMap(problemsOf),
});

function problemsOf(resource: PlannedResource): readonly Problem[] {
  if (resource.kind !== 'registry-policy' && resource.kind !== 'repository-policy') return [];
  if (resource.action === 'no-op' || resource.action === 'forget') return [];
  const [was, is] = [notEvaluatedIn(resource, 'before'), notEvaluatedIn(resource, 'after')];
  return [
    ...changeBetween(resource, is, was, 'newly allows'),
    ...changeBetween(resource, was, is, 'no longer allows'),
  ];
}

interface NotEvaluated {
  readonly statement: PolicyStatement;
  readonly grantees: readonly StatementGrantee[];
}

function notEvaluatedIn(resource: PolicyResource, moment: 'after' | 'before'): readonly NotEvaluated[] {
  const policy = resource[moment]?.policy;
  if (policy === undefined) return [];
  return namedStatements(policy).flatMap(({ statement }) => {
    if (statement.effect !== 'Allow') return [];
    const grantees = granteesOf(statement).filter((grantee) => isNotEvaluated(grantee, statement));
    return grantees.length === 0 ? [] : [{ statement, grantees }];
  });
}

/** Condition keys that are set only in requests of AWS services. */
const OF_SERVICES =
  /^aws:(source(account|arn|orgid|orgpaths|owner)|principalservicename(slist)?|principalisawsservice|calledvia(first|last)?)$/i;

function isNotEvaluated({ who }: StatementGrantee, { conditions }: PolicyStatement): boolean {
  if (who.kind === 'principal') {
    return who.principal.type === 'Federated' || who.principal.type === 'CanonicalUser';
  }
  const isAll = who.kind === 'anyone' || who.kind === 'everybodyBut';
  return isAll && conditions.some(({ key }) => OF_SERVICES.test(key));
}

function changeBetween(
  resource: PolicyResource,
  here: readonly NotEvaluated[],
  there: readonly NotEvaluated[],
  verb: 'newly allows' | 'no longer allows',
): readonly Problem[] {
  const known = new Set(there.map(({ statement }) => textOf(statement)));
  const changed = here.filter(({ statement }) => !known.has(textOf(statement)));
  const registry = (resource.after ?? resource.before)?.registry;
  if (changed.length === 0 || registry === undefined) return [];
  const byPrincipal = grouped(changed, ({ grantees }) =>
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
      message: `${sentence(policyName(resource))} ${verb} ${listed(texts, 4)}. Who that is cannot be evaluated.`,
      help: 'Make sure that these principals are meant. For a service, use a Service principal with a condition on aws:SourceAccount or aws:SourceArn.',
    },
  ];
}

function textOf({ principals, actions, resources, conditions }: PolicyStatement): string {
  return JSON.stringify([principals, actions, resources, conditions]);
}

function conditionsText(same: readonly NotEvaluated[]): string {
  const conditions = same.flatMap(({ statement }) => statement.conditions);
  const texts = sortedUnique(
    conditions.map(({ operator, key, values }) => `${key} ${operator} ${listed(values, 3)}`),
  );
  return texts.length === 0 ? '' : ` (${texts.join(', ')})`;
}
