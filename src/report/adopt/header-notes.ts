import { registriesByKey, registryKey } from '../../aws/arn';
import { uncheckedRepositoryName } from '../../aws/names';
import { POLICY_VERSION } from '../../aws/policy/document';
import { sortedUnique } from '../../base/collections';
import { count, joinWithAnd } from '../../base/text';
import type { Note } from '../../declaration/write/notes';
import type { PolicyWithOtherHeader } from '../../live/registry/live-topology';
import { tryGetRepository, type Topology } from '../../model/topology';

/**
 * Returns notes about changes of policies that the plan shows although the statements are equal: the AWS provider compares the
 * version and the ID too.
 *
 * @param topology what is declared. Terraform does not change other policies
 */
export function headerNotes(policies: readonly PolicyWithOtherHeader[], topology: Topology): readonly Note[] {
  const isDeclared = declaredPolicies(topology);
  const declared = policies.filter(isDeclared);
  const older = declared.filter(({ version }) => version !== POLICY_VERSION);
  const withId = declared.filter(({ hasId }) => hasId);
  return [
    ...note(
      'policyVersion',
      older,
      `The plan changes the version of ${policiesText(older)} from 2008-10-17 to ${POLICY_VERSION}`,
      // A policy of version 2008-10-17 that contains `${` has no equal declaration, so it is left out.
      'Access does not change: the versions differ only in policy variables, and these policies contain none.',
    ),
    ...note(
      'policyId',
      withId,
      `The plan removes the Id of ${policiesText(withId)}`,
      'Access does not change: AWS does not evaluate the Id of a policy.',
    ),
  ];
}

function declaredPolicies({ registries }: Topology): (policy: PolicyWithOtherHeader) => boolean {
  const byKey = registriesByKey(registries);
  return ({ registry: id, part, name = '' }) => {
    const registry = byKey.get(registryKey(id));
    if (registry === undefined) return false;
    switch (part) {
      case 'policy':
        return registry.policy !== undefined;
      case 'repositoryPolicies':
        return tryGetRepository(registry, uncheckedRepositoryName(name))?.policy !== undefined;
      case 'creationTemplates':
        return registry.creationTemplates.some(
          ({ prefix, policy }) => prefix === name && policy !== undefined,
        );
    }
  };
}

function note(
  part: string,
  policies: readonly PolicyWithOtherHeader[],
  what: string,
  why: string,
): readonly Note[] {
  if (policies.length === 0) return [];
  const repositories = repositoriesOf(policies);
  return [
    {
      kind: 'change',
      registry: undefined,
      repositories,
      part,
      what: `${what}.`,
      why,
      fix: undefined,
    },
  ];
}

function repositoriesOf(policies: readonly PolicyWithOtherHeader[]): Note['repositories'] {
  return sortedUnique(
    policies.flatMap(({ part, name }) =>
      part === 'repositoryPolicies' && name !== undefined ? uncheckedRepositoryName(name) : [],
    ),
  );
}

/** Returns, for example, `12 repository policies and 1 registry policy`. */
function policiesText(policies: readonly PolicyWithOtherHeader[]): string {
  const texts = NOUNS.flatMap(([part, one, many]) => {
    const found = policies.filter((each) => each.part === part).length;
    return found === 0 ? [] : count(found, one, many);
  });
  return joinWithAnd(texts);
}

const NOUNS = [
  ['repositoryPolicies', 'repository policy', 'repository policies'],
  ['policy', 'registry policy', 'registry policies'],
  ['creationTemplates', 'policy of a creation template', 'policies of creation templates'],
] as const;
