import fc from 'fast-check';
import {
  callerAccount,
  parseCaller,
  replicationCaller,
  type Caller,
} from '../../../src/access/evaluate/caller';
import { NO_CONTEXT } from '../../../src/access/evaluate/evaluation-context';
import { decideAction } from '../../../src/access/explain/explain';
import type { RegistryName, RepositoryName } from '../../../src/aws/names';
import { allActions, type EcrAction } from '../../../src/aws/policy/actions';
import { ECR_ACTIONS } from '../../../src/aws/policy/ecr-actions';
import { wildcardMatch } from '../../../src/aws/wildcard';
import { checkPlans } from '../../../src/lint/plan/check';
import { DEFAULT_CHECKS } from '../../../src/lint/rule';
import type { PlannedTopology } from '../../../src/model/topology';
import { reviewPlans } from '../../../src/plan/review/review';
import { reviewJson } from '../../../src/report/review/json';
import { planOf, policy, repository, type ResourceParts } from '../../plan/plans';
import { runs } from '../../random-runs';

/**
 * Compares the review of random plans with the evaluation of each principal, action and repository before and after. The JSON
 * report has to contain every difference.
 */
const OWN = '111111111111';
const A = '222222222222';
const B = '333333333333';
const ARN = `arn:aws:ecr:ap-northeast-1:${OWN}:repository`;

const PRINCIPALS = [
  '*',
  { AWS: '*' },
  { AWS: `arn:aws:iam::${A}:root` },
  { AWS: [`arn:aws:iam::${A}:root`, `arn:aws:iam::${B}:root`] },
  { AWS: `arn:aws:iam::${A}:role/ci` },
  { AWS: `arn:aws:iam::${OWN}:role/deploy` },
  { AWS: `arn:aws:iam::${OWN}:root` },
  { Service: 'codebuild.amazonaws.com' },
];
const ACTIONS = [
  'ecr:*',
  'ecr:Batch*',
  'ecr:BatchGetImage',
  'ecr:CreateRepository',
  'ecr:Get*',
  'ecr:GetDownloadUrlForLayer',
  'ecr:ListImages',
  'ecr:Put*',
  'ecr:PutImage',
  'ecr:ReplicateImage',
  'ecr:UploadLayerPart',
];
const RESOURCES = ['*', `${ARN}/*`, `${ARN}/app`, `${ARN}/team/*`, `${ARN}/elsewhere/x`];
const CONDITIONS = [
  {},
  {},
  { StringEquals: { 'aws:PrincipalAccount': A } },
  { StringNotEquals: { 'aws:PrincipalAccount': OWN } },
  { StringEquals: { 'aws:PrincipalTag/team': 'core' } },
  { ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::${OWN}:role/deploy` } },
];

const actions = fc.uniqueArray(fc.constantFrom(...ACTIONS), { minLength: 1, maxLength: 3 });
const effect = fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny');
const statement = (parts: { readonly principals: boolean; readonly resources: boolean }) =>
  fc
    .record({
      effect,
      actions,
      principal: fc.constantFrom(...PRINCIPALS),
      resource: fc.constantFrom(...RESOURCES),
      condition: fc.constantFrom(...CONDITIONS),
    })
    .map((each) => ({
      Effect: each.effect,
      Action: each.actions,
      ...(parts.principals ? { Principal: each.principal } : {}),
      ...(parts.resources ? { Resource: each.resource } : {}),
      ...(Object.keys(each.condition).length === 0 ? {} : { Condition: each.condition }),
    }));
const statements = (parts: Parameters<typeof statement>[0]) =>
  fc.option(fc.array(statement(parts), { minLength: 1, maxLength: 3 }), { nil: undefined });
const twoOf = (parts: Parameters<typeof statement>[0]) =>
  fc.record({ before: statements(parts), after: statements(parts) });

const plan = fc.record({
  app: twoOf({ principals: true, resources: false }),
  team: twoOf({ principals: true, resources: false }),
  registry: twoOf({ principals: true, resources: true }),
  deploy: twoOf({ principals: false, resources: true }),
});

interface Edit {
  readonly before: readonly object[] | undefined;
  readonly after: readonly object[] | undefined;
}

function policyResource(
  type: ResourceParts['type'],
  values: object,
  { before, after }: Edit,
): ResourceParts[] {
  if (before === undefined && after === undefined) return [];
  const at = (all: readonly object[] | undefined) => all && { ...values, policy: policy(...all) };
  return [
    {
      type,
      name: Object.values(values).join('').replace(/\W/g, '') || 'this',
      provider: 'develop',
      ...(before === undefined ? {} : { before: at(before) ?? {} }),
      ...(after === undefined ? {} : { after: at(after) ?? {} }),
    },
  ];
}

function unchangedRepository(name: string): ResourceParts {
  const values = repository(name);
  return {
    type: 'aws_ecr_repository',
    name: name.replace(/\W/g, ''),
    provider: 'develop',
    before: values,
    after: values,
  };
}

const CALLERS: readonly Caller[] = [
  ...[
    `arn:aws:iam::${A}:role/ci`,
    `arn:aws:iam::${A}:role/other`,
    `arn:aws:iam::${B}:role/other`,
    `arn:aws:iam::444444444444:role/stranger`,
    `arn:aws:iam::${OWN}:role/deploy`,
    `arn:aws:iam::${OWN}:role/other`,
    'codebuild.amazonaws.com',
  ].map((text) => parseCaller(text)!),
  replicationCaller('aws', A as never),
];

const NAMES = ['app', 'team/a', 'elsewhere/x'] as RepositoryName[];

/** An access change in the JSON report. */
interface ReportedChange {
  readonly kind: 'gained' | 'lost';
  readonly caller: { readonly text: string; readonly accountId: string | null };
  readonly actions: readonly string[];
  readonly repositories: readonly string[];
}

function reportOf(resources: readonly ResourceParts[]) {
  const reviewed = reviewPlans([planOf(resources)]);
  const result = checkPlans(reviewed, DEFAULT_CHECKS, () => undefined, '2026-01-01');
  const { changes } = JSON.parse(reviewJson(result, new Map(), 'error')) as {
    readonly changes: { readonly access: readonly ReportedChange[] };
  };
  return { reviewed, access: changes.access };
}

function isPossible(topology: PlannedTopology, caller: Caller, action: EcrAction, name: RepositoryName) {
  const registry = topology.registries.find((each) => each.name === ('develop' as RegistryName))!;
  const isRegistry = ECR_ACTIONS[action] === 'registry';
  // An AWS service has no registry.
  if (isRegistry && caller.kind === 'service') return false;
  const place = { registry, repository: isRegistry ? undefined : name } as never;
  const { verdict } = decideAction(topology, caller, action, place, NO_CONTEXT);
  // The condition keys of a service are unknown, so only an unconditional grant counts as access.
  return caller.kind === 'service' ? verdict === 'allowed' : verdict !== 'denied';
}

function matchesCaller(change: ReportedChange, caller: Caller): boolean {
  const { text, accountId } = change.caller;
  if (text.startsWith('every AWS account')) return true;
  if (caller.kind === 'service') return text.includes(caller.service);
  return accountId === callerAccount(caller);
}

test('reports every action that a principal gains or loses, compared with the evaluation of all policies', () => {
  fc.assert(
    fc.property(plan, ({ app, team, registry, deploy }) => {
      const resources = [
        unchangedRepository('app'),
        unchangedRepository('team/a'),
        ...policyResource('aws_ecr_repository_policy', { repository: 'app' }, app),
        ...policyResource('aws_ecr_repository_policy', { repository: 'team/a' }, team),
        ...policyResource('aws_ecr_registry_policy', {}, registry),
        ...policyResource('aws_iam_role_policy', { role: 'deploy' }, deploy),
      ];
      const { reviewed, access } = reportOf(resources);
      const missed = CALLERS.flatMap((caller) =>
        allActions().flatMap((action) =>
          (ECR_ACTIONS[action] === 'registry' ? NAMES.slice(0, 1) : NAMES).flatMap((name) => {
            const [was, is] = [reviewed.before, reviewed.after].map((topology) =>
              isPossible(topology, caller, action, name),
            );
            if (was === is) return [];
            const kind = is === true ? 'gained' : 'lost';
            const isNamed = access.some(
              (change) =>
                change.kind === kind &&
                change.actions.includes(action) &&
                (ECR_ACTIONS[action] === 'registry' ||
                  change.repositories.some((each) => wildcardMatch(each, name))) &&
                matchesCaller(change, caller),
            );
            return isNamed ? [] : [`${JSON.stringify(caller)} ${kind} ${action} on ${name}`];
          }),
        ),
      );
      expect(missed.slice(0, 3)).toEqual([]);
    }),
    runs(40),
  );
});
