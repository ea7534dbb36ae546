import { actionsCovered } from '../../access/coverage';
import type { EcrAction, Element, PolicyStatement, RegistryId } from '../../registry';
import { listed, sortedUnique } from '../../registry';
import { UNCHANGED } from '../changed';
import { policiesAfter, type NamedStatement, type PolicyAfter } from '../policies/policies-after';
import { outsidersOf, outsidersText } from '../policies/principals';
import { rule, type Problem } from '../rule';
import { sentence } from '../words/sentence';
import { isPublic } from './public-access';

export const crossAccountWildcard = rule({
  id: 'cross-account-wildcard',
  severity: 'warning',
  doc: 'Policy lets another account do everything.',
  why:
    'ecr:*, * and NotAction also allow to delete images, to delete the repository and to rewrite its policy, and every ' +
    'action that ECR gets later. ' +
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
  options: { unchanged: UNCHANGED },
  check: (reviewed, { unchanged }) => policiesAfter(reviewed, unchanged).flatMap(problemOf),
});

function problemOf(policy: PolicyAfter): readonly Problem[] {
  const faults = policy.statements.flatMap((named) => faultOf(named, policy) ?? []);
  if (faults.length === 0) return [];
  const { plan, address } = policy.resource;
  return [
    {
      at: { plan, address },
      subject: policy.subject,
      message: `${sentence(policy.name)} gives other accounts more than anybody named: ${faults.map(({ fault }) => fault).join('; ')}.`,
      help: sortedUnique(faults.map(({ help }) => help)).join(' '),
    },
  ];
}

interface Fault {
  readonly fault: string;
  readonly help: string;
}

function faultOf(
  { statement, label }: NamedStatement,
  { registry, statements }: PolicyAfter,
): Fault | undefined {
  // `public-access` reports statements that allow every account.
  if (statement.effect !== 'Allow' || isPublic(statement, statements)) return undefined;
  return wildPrincipal(statement, label, registry) ?? wildActions(statement, label, registry);
}

function wildActions(statement: PolicyStatement, label: string, registry: RegistryId): Fault | undefined {
  const outsiders = outsidersOf(statement, registry);
  const owners = takenAlong(statement.actions);
  if (outsiders.length === 0 || owners.length === 0) return undefined;
  const { isNot, values } = statement.actions;
  const written = isNot ? `everything but ${listed(values, 4)}` : listed(values.filter(isWild), 4);
  return {
    fault: `${label} lets ${outsidersText(outsiders, registry)} do ${written}, which takes in ${listed(owners, 3)}`,
    help: 'Name the actions: ecr:BatchGetImage and ecr:GetDownloadUrlForLayer are what a pull needs.',
  };
}

/** Actions that only the owner of a repository needs; a wildcard for another account includes them by accident. */
const OWNERS_ACTIONS = [
  'ecr:BatchDeleteImage',
  'ecr:DeleteRepository',
  'ecr:DeleteRepositoryPolicy',
  'ecr:PutLifecyclePolicy',
  'ecr:SetRepositoryPolicy',
] as const satisfies readonly EcrAction[];

/** Returns the owner actions that a wildcard or `NotAction` includes. */
function takenAlong({ isNot, values }: Element): readonly EcrAction[] {
  const unnamed: Element = isNot ? { isNot, values } : { isNot, values: values.filter(isWild) };
  const covered = new Set(actionsCovered(unnamed));
  return OWNERS_ACTIONS.filter((action) => covered.has(action));
}

function isWild(value: string): boolean {
  return /[*?]/.test(value);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
function wildPrincipal(
  { principals }: PolicyStatement,
  label: string,
  { accountId }: RegistryId,
): Fault | undefined {
  if (principals === undefined || principals.isNot) return undefined;
  const wild = principals.values.filter(
    ({ type, value }) =>
      type === 'AWS' && value !== '*' && isWild(value) && value.split(':')[4] !== accountId,
  );
  if (wild.length === 0) return undefined;
  return {
    fault: `${label} names ${listed(
      wild.map(({ value }) => value),
      4,
    )}, and AWS takes no wildcard in a principal`,
    help: 'Name the account root, with a condition ArnLike aws:PrincipalArn for the roles that are meant.',
  };
}
