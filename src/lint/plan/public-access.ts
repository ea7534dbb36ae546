import { groupBy, sortedUnique } from '../../base/collections';
import { capitalizeSentence } from '../../base/text';
import { UNCHANGED_OPTION } from '../../plan/model/planned-resource';
import { grantedText } from '../finding-text';
import { addressOf } from '../predicates/plan-resources';
import { policiesAfter, type NamedStatement, type PolicyAfter } from '../predicates/policies-after';
import {
  callersOfService,
  findNonRestrictingConditions,
  findPublicServices,
  isPublic,
  serviceHelp,
} from '../predicates/public-statements';
import { defineRule, type Problem } from '../rule';

export const publicAccess = defineRule({
  id: 'public-access',
  severity: 'error',
  doc: 'Policy allows access from every AWS account. If it allows a service that acts for any account, the finding is a warning.',
  why:
    'Principal * is every AWS account, unless a condition restricts it by a value that the caller cannot choose. Other accounts ' +
    'control their own identity policies, names and tags. ' +
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous ' +
    'A service acts for any account that uses it, unless a condition names the account (confused deputy). Examples of AWS for ' +
    'Lambda functions of the same account contain such statements, so the finding is a warning. ' +
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
  options: { unchanged: UNCHANGED_OPTION },
  check: (reviewed, { unchanged }) => policiesAfter(reviewed, unchanged).flatMap(problemsOf),
});

function problemsOf(policy: PolicyAfter): readonly Problem[] {
  const { statements } = policy;
  const open = statements.filter(({ statement }) => isPublic(statement, statements));
  const toServices = statements.filter(
    (named) => !open.includes(named) && findPublicServices(named.statement, statements).length > 0,
  );
  return [...anyAccountProblem(policy, open), ...anyCallerOfServiceProblem(policy, toServices)];
}

function anyAccountProblem(policy: PolicyAfter, open: readonly NamedStatement[]): readonly Problem[] {
  if (open.length === 0) return [];
  const message =
    `${capitalizeSentence(policy.name)} lets every AWS account, including those outside your organization, ${grantedByAll(open)}: ` +
    `${faultsIn(open, principalsText, 'without a condition that restricts the principals')}.`;
  const help =
    'List the accounts or roles as principals, or add a condition such as StringEquals aws:PrincipalOrgID. For public images, use ' +
    'Amazon ECR Public.';
  return [problemOf(policy, message, helpFor(open, help))];
}

function anyCallerOfServiceProblem(policy: PolicyAfter, open: readonly NamedStatement[]): readonly Problem[] {
  if (open.length === 0) return [];
  const servicesIn = (selected: readonly NamedStatement[]) =>
    sortedUnique(selected.flatMap(({ statement }) => findPublicServices(statement, policy.statements)));
  const services = servicesIn(open);
  const callers = sortedUnique(services.map(callersOfService)).join(' and ');
  const faults = faultsIn(
    open,
    (selected) => servicesIn(selected).join(' and '),
    'without a condition on aws:SourceAccount or aws:SourceArn',
  );
  const message =
    `${capitalizeSentence(policy.name)} lets ${services.join(' and ')} ${grantedByAll(open)}: ${faults}. ` +
    `Therefore the access applies to ${callers} (confused deputy).`;
  const help = sortedUnique(services.map(serviceHelp)).join(' ');
  return [{ ...problemOf(policy, message, helpFor(open, help)), severity: 'warning' }];
}

function problemOf({ resource, subject }: PolicyAfter, message: string, help: string): Problem {
  return { at: addressOf(resource), subject, message, help };
}

function grantedByAll(open: readonly NamedStatement[]): string {
  const isKnown = open.every(({ unknown }) => !unknown.includes('actions'));
  return isKnown
    ? grantedText(open.map(({ statement }) => statement))
    : 'call actions that are known only after apply';
}

/** Describes the faults of statements, grouped by fault. */
function faultsIn(
  open: readonly NamedStatement[],
  describePrincipals: (statements: readonly NamedStatement[]) => string,
  missingCondition: string,
): string {
  const faults = [...groupBy(open, (named) => faultIn(named, missingCondition)).values()].map((alike) => {
    const labels = alike.map(({ label }) => label).join(' and ');
    const [first, ...others] = alike;
    const allow = others.length === 0 ? 'allows' : 'allow';
    return `${labels} ${allow} ${describePrincipals(alike)}${faultIn(first, missingCondition, others.length > 0)}`;
  });
  return faults.join('; ');
}

/** Limits the length of the message. */
const MOST_CONDITIONS = 3;

/** Describes the fault of the conditions of a statement; printed after its principals. */
function faultIn({ statement }: NamedStatement, missingCondition: string, isPlural = false): string {
  const open = findNonRestrictingConditions(statement.conditions).slice(0, MOST_CONDITIONS);
  if (open.length === 0) return ` ${missingCondition}`;
  return open.map(({ fault }) => `, and ${isPlural ? 'their' : 'its'} ${fault}`).join('');
}

/** Returns the fix for each existing condition, or `help` for statements without a condition. */
function helpFor(open: readonly NamedStatement[], help: string): string {
  const helps = open.map(({ statement }) =>
    findNonRestrictingConditions(statement.conditions).map((each) => each.help),
  );
  return sortedUnique(helps.flatMap((each) => (each.length === 0 ? [help] : each))).join(' ');
}

function principalsText(open: readonly NamedStatement[]): string {
  return open.some(({ statement }) => statement.principals?.isNot === true)
    ? 'all principals except those in NotPrincipal'
    : 'all principals';
}
