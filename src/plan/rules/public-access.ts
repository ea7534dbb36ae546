import { deniesAllBut, tellsWho } from '../../access/tells-who';
import { grouped, sortedUnique, type PolicyStatement } from '../../registry';
import { grantedText } from '../words/actions-text';
import { deniesAllOf } from '../policies/denies-all-of';
import { openConditions } from '../policies/open-conditions';
import { policiesAfter, type NamedStatement, type PolicyAfter } from '../policies/policies-after';
import { isEverybody } from '../policies/principals';
import { publicServices, serviceHelp, serviceText } from '../policies/public-services';
import type { Problem } from '../reviewed';
import { rule } from '../rule';
import { sentence } from '../words/sentence';

export const publicAccess = rule({
  id: 'public-access',
  severity: 'error',
  doc: 'No policy lets everybody in, nor a service for whatever account.',
  why:
    'A principal of * without a condition that says who is every AWS account there is, for the identity policies of a ' +
    'stranger are written by the stranger. ' +
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous ' +
    'A service works for every account there is, so without a condition that names an account it pulls for a stranger too. ' +
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
  options: {},
  check: (reviewed) => policiesAfter(reviewed).flatMap(problemsOf),
});

function problemsOf(policy: PolicyAfter): readonly Problem[] {
  const { statements } = policy;
  const open = statements.filter(({ statement }) => isPublic(statement, statements));
  const toServices = statements.filter(
    (named) => !open.includes(named) && publicServices(named.statement, statements).length > 0,
  );
  const services = (given: readonly NamedStatement[]) =>
    sortedUnique(given.flatMap(({ statement }) => publicServices(statement, statements)));
  return [
    ...problemOf(policy, open, 'everybody who has an AWS account, in your organization or not,', {
      allowed: principalsText,
      unnamed: 'without a condition that says who',
      help:
        'Name the accounts or roles, or add a condition such as StringEquals aws:PrincipalOrgID. Images that are meant for ' +
        'everybody belong into Amazon ECR Public.',
    }),
    ...problemOf(policy, toServices, services(toServices).map(serviceText).join(' and '), {
      allowed: (given) => services(given).join(' and '),
      unnamed: 'without a condition that says for which account',
      help: sortedUnique(services(toServices).map(serviceHelp)).join(' '),
    }),
  ];
}

interface Words {
  /** Whom the statements allow, as they have it. */
  readonly allowed: (statements: readonly NamedStatement[]) => string;
  /** Where no condition is about who. */
  readonly unnamed: string;
  readonly help: string;
}

function problemOf(
  policy: PolicyAfter,
  open: readonly NamedStatement[],
  whom: string,
  words: Words,
): readonly Problem[] {
  if (open.length === 0) return [];
  const { plan, address } = policy.resource;
  const granted = grantedText(open.map(({ statement }) => statement));
  const faults = [...grouped(open, (named) => faultIn(named, words)).values()].map((alike) => {
    const labels = alike.map(({ label }) => label).join(' and ');
    const [first, ...others] = alike;
    const allow = others.length === 0 ? 'allows' : 'allow';
    return `${labels} ${allow} ${words.allowed(alike)}${faultIn(first, words, others.length > 0)}`;
  });
  return [
    {
      at: { plan, address },
      subject: policy.subject,
      message: `${sentence(policy.name)} lets ${whom} ${granted}: ${faults.join('; ')}.`,
      help: helpFor(open, words),
    },
  ];
}

/** More conditions than these are too many to read. */
const MOST_CONDITIONS = 3;

/** What is wrong with the conditions of a statement, to follow whom it allows. */
function faultIn({ statement }: NamedStatement, { unnamed }: Words, isOfMany = false): string {
  const open = openConditions(statement.conditions).slice(0, MOST_CONDITIONS);
  if (open.length === 0) return ` ${unnamed}`;
  return open.map(({ fault }) => `, and ${isOfMany ? 'their' : 'its'} ${fault}`).join('');
}

/** How to mend the condition that is there, or else what to add. */
function helpFor(open: readonly NamedStatement[], { help }: Words): string {
  const helps = open.map(({ statement }) => openConditions(statement.conditions).map((each) => each.help));
  return sortedUnique(helps.flatMap((each) => (each.length === 0 ? [help] : each))).join(' ');
}

/** Whether a statement of the policy lets everybody in, and no other one of it keeps strangers out again. */
export function isPublic(statement: PolicyStatement, all: readonly NamedStatement[]): boolean {
  if (statement.effect !== 'Allow' || statement.conditions.some(tellsWho)) return false;
  return isEverybody(statement) && !all.some((other) => keepsStrangersOut(other.statement, statement));
}

/** `Deny` everybody but the organization, beside `Allow` everybody: both together are a grant to the organization. */
function keepsStrangersOut(denial: PolicyStatement, allowed: PolicyStatement): boolean {
  if (denial.effect !== 'Deny' || denial.principals?.isNot === true || !isEverybody(denial)) return false;
  const [condition, ...others] = denial.conditions;
  if (condition === undefined || others.length > 0 || !deniesAllBut(condition)) return false;
  return deniesAllOf(denial, allowed);
}

function principalsText(open: readonly NamedStatement[]): string {
  return open.some(({ statement }) => statement.principals?.isNot === true)
    ? 'everybody but those in NotPrincipal'
    : 'everybody';
}
