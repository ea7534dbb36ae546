import { actionsDeniedToInspector, type SingleStatementPolicy } from '../../access/evaluate/single-statement';
import { registriesByKey, registryKey } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import { capitalizeSentence } from '../../base/text';
import type { PlannedRegistry } from '../../model/topology';
import { isKnown } from '../../model/unknown';
import { isChangedInAws, UNCHANGED_OPTION } from '../../plan/model/planned-resource';
import { registryMark } from '../finding-text';
import { addressOf } from '../predicates/plan-resources';
import { policiesAfter, type PolicyAfter } from '../predicates/policies-after';
import { withTemplatePolicies } from '../predicates/template-policies';
import { defineRule, type Problem } from '../rule';

const rule = defineRule({
  id: 'inspector-denied',
  severity: 'error',
  doc: 'Policy denies actions that Amazon Inspector needs to scan images.',
  why:
    'A Deny also applies to the roles of AWS services. If a policy denies ecr:* or ecr:PutRegistryScanningConfiguration to ' +
    'all principals, enhanced scanning stops. https://docs.aws.amazon.com/inspector/latest/user/scanning-ecr.html',
  options: { unchanged: UNCHANGED_OPTION },
  check: (reviewed, { unchanged }) => {
    const after = indexByKey(reviewed.after.registries);
    const before = indexByKey(reviewed.before.registries);
    return policiesAfter(reviewed, true).flatMap((policy) => {
      const key = registryKey(policy.registry);
      const registry = after.get(key);
      if (registry === undefined || isBasic(registry)) return [];
      const registryBefore = before.get(key);
      const isNew =
        isChangedInAws(policy.resource) || registryBefore === undefined || isBasic(registryBefore);
      return isNew || unchanged ? problemsOf(policy, registry) : [];
    });
  },
});

export const inspectorDenied = withTemplatePolicies(rule);

function indexByKey(registries: readonly PlannedRegistry[]): ReadonlyMap<string, PlannedRegistry> {
  return registriesByKey(registries);
}

/** Basic scanning is part of ECR and requires no permission. */
function isBasic({ scanning }: PlannedRegistry): boolean {
  return isKnown(scanning) && scanning?.type !== 'ENHANCED';
}

function problemsOf(policy: PolicyAfter, registry: PlannedRegistry): readonly Problem[] {
  return policy.statements.flatMap(({ statement, label, unknown }): readonly Problem[] => {
    if (statement.effect !== 'Deny' || unknown.length > 0) return [];
    const denial: SingleStatementPolicy = {
      layer: policy.resource.kind === 'registry-policy' ? 'registryPolicy' : 'repositoryPolicy',
      statements: [statement],
    };
    const denied = actionsDeniedToInspector(denial, registry, repositoriesOf(policy, registry));
    if (denied.length === 0) return [];
    return [
      {
        at: addressOf(policy.resource),
        subject: policy.subject,
        message:
          `${capitalizeSentence(label)} of ${policy.name} denies ${denied.join(', ')} to Amazon Inspector as well. ` +
          `Enhanced scanning of ${registryMark(registry)} stops.`,
        help:
          'Limit the Deny to the intended actions and principals, or exclude the roles of AWS services with a Condition: ' +
          'ArnNotLike, aws:PrincipalArn, arn:aws:iam::*:role/aws-service-role/*.',
      },
    ];
  });
}

function repositoriesOf(
  { subject, resource }: PolicyAfter,
  registry: PlannedRegistry,
): readonly RepositoryName[] {
  if (resource.kind === 'registry-policy') return registry.repositories.map(({ name }) => name);
  return subject.repository === undefined ? [] : [subject.repository];
}
