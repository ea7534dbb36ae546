import type { AccountName } from '../../aws/names';
import { groupBy } from '../../base/collections';
import type { PolicyStatement } from '../../aws/policy/document';
import type { Account, Backend, Credentials, StacksBy } from '../../model/deployment';
import type { Tags } from '../../model/settings';
import type { Registry, Topology } from '../../model/topology';
import { accessEntries, grantedPlaces, type AccessEntry, type DeclaredPlaces } from './access';
import { backendValue } from './backend';
import { commonTags, foldSettings, withoutTags } from './defaults';
import { assignModes } from './identities';
import { writeImports, type WrittenImports } from './imports';
import type { Omission, Part } from './parts';
import { dividePolicy, writersOf, type DividedPolicy } from './registry-policy';
import {
  scanningValue,
  writeAccountSettings,
  writeCacheRules,
  writeTemplates,
  type WrittenPart,
} from './registry-settings';
import {
  placeRepositories,
  planRules,
  replicationEntries,
  type Placement,
  type ReplicationEntry,
} from './replication';
import { findConflicts, repositoryEntries, writeRepositories, type WrittenRepository } from './repositories';
import type { SettingName } from './settings';
import { writeStatements } from './statements';
import { unlessEmpty, type Mapping, type Value } from './value';

/** What the next candidate does differently, because an earlier one did not mean the topology. */
export interface Choices {
  /** `createRepositories` of rules for which it is not derived from the policies. */
  readonly creates: ReadonlyMap<string, boolean>;
  /** Repositories whose policy is written as `statements` only. */
  readonly withoutGrants: ReadonlySet<string>;
  /** Settings that each repository sets itself. */
  readonly unfolded: ReadonlySet<SettingName>;
  readonly hasCommonTags: boolean;
}

export interface CandidateInput {
  readonly topology: Topology;
  readonly accounts: readonly Account[];
  readonly isExisting: boolean;
  /** The repositories in registries whose lifecycle policy does not exist, although the others do. */
  readonly newLifecycles: ReadonlySet<string>;
  /** The repositories in registries that `adopt --align-replicas` would declare with the settings of their original. */
  readonly alignable: ReadonlySet<string>;
  readonly stacksBy: StacksBy;
  readonly backend: Backend;
}

/** A declaration that may mean the topology, or the reasons why another topology or choice is needed. */
export type Candidate =
  | WrittenCandidate
  | { readonly kind: 'rejected'; readonly omissions: readonly Omission[]; readonly choices: Choices };

export interface WrittenCandidate {
  readonly kind: 'written';
  readonly sections: Mapping;
  readonly tags: Tags;
  readonly replication: readonly ReplicationEntry[];
  readonly access: readonly AccessEntry[];
  /** The parts at the items of a list, and at other paths that do not name their part. */
  readonly partsAt: ReadonlyMap<string, Part>;
}

/** Writes a declaration. Every step that finds a part that the declaration cannot contain rejects the candidate. */
export function writeCandidate(input: CandidateInput, choices: Choices): Candidate {
  const { accounts } = input;
  const tags = choices.hasCommonTags ? commonTags(input.topology) : {};
  const topology = withoutTags(input.topology, tags);
  const reject = (omissions: readonly Omission[], next: Choices = choices): Candidate => ({
    kind: 'rejected',
    omissions,
    choices: next,
  });

  const planned = planRules(topology, choices.creates);
  const written = writeRepositories(topology, accounts, choices.withoutGrants);
  const unwritable = [...planned.omissions, ...written.omissions];
  if (unwritable.length > 0) return reject(unwritable);
  const conflicts = findConflicts(written.repositories, planned.rules, input.alignable);
  if (conflicts.length > 0) return reject(conflicts);

  const placement = placeRepositories(topology, planned.rules);
  const policies = new Map(
    topology.registries.map((registry) => [registry, dividePolicy(registry, placement, topology)]),
  );
  const blocked = findAddedStatements(topology, placement, policies, choices);
  if (blocked !== undefined) return blocked;

  const imports = input.isExisting ? writeImports(topology.registries, input.newLifecycles) : undefined;
  const registries = topology.registries.map((registry) =>
    writeRegistry(registry, policies.get(registry)?.own ?? [], topology, accounts, imports),
  );
  const modes = assignModes(grantedPlaces(written.repositories), topology, accounts);
  const omissions = [...registries.flatMap((each) => each.omissions), ...modes.omissions];
  if (omissions.length > 0) return reject(omissions);

  const entries = repositoryEntries(written.repositories, placement.originals);
  const folded = foldSettings(entries, (name) => !choices.unfolded.has(name));
  const places = declaredPlaces(written.repositories, placement);
  const replication = replicationEntries(placement.rules);
  const access = accessEntries(modes.grants, places, accounts);
  return {
    kind: 'written',
    tags,
    replication,
    access,
    partsAt: new Map(registries.flatMap(({ partsAt }) => partsAt)),
    sections: {
      accounts: Object.fromEntries(accounts.map((account) => [account.name, accountValue(account, input)])),
      registries: Object.fromEntries(registries.map(({ name, value }) => [name, value])),
      defaults: unlessEmpty({ repository: unlessEmpty(folded.defaults) }),
      repositories: Object.fromEntries(
        entries.map((entry) => [
          entry.name,
          {
            ...registryKeys(entry.originals),
            ...folded.own.get(entry),
            import: imports?.ofRepository(entry.name),
          },
        ]),
      ),
      replication: unlessEmpty(replication.map(({ value }) => value)),
      access: unlessEmpty(access.map(({ value }) => value)),
      stacks: input.stacksBy === 'topology' ? undefined : { by: input.stacksBy },
      backend: backendValue(input.backend),
      tags: unlessEmpty(tags),
    },
  };
}

function registryKeys(names: readonly string[]): Mapping {
  const [only = '', ...others] = names;
  return others.length === 0 ? { registry: only } : { registries: names };
}

function declaredPlaces(
  repositories: readonly WrittenRepository[],
  { originals }: Placement,
): DeclaredPlaces {
  const byName = groupBy(repositories, ({ repository }) => repository.name);
  const sortedNames = (registries: readonly Registry[]) =>
    registries.map(({ name }) => name as string).sort();
  return {
    registriesOf: new Map(
      [...byName].map(([name, sameName]) => [name, sortedNames(sameName.map(({ registry }) => registry))]),
    ),
    originalsOf: new Map([...originals].map(([name, registries]) => [name, sortedNames(registries)])),
  };
}

/**
 * Rejects the candidate if a rule would add a statement to a registry policy. A replication rule may need the other
 * statement instead; otherwise the replication of its source, or the cache rule, is left out.
 */
function findAddedStatements(
  topology: Topology,
  placement: Placement,
  policies: ReadonlyMap<Registry, DividedPolicy>,
  choices: Choices,
): Candidate | undefined {
  const creates = new Map(choices.creates);
  const omissions: Omission[] = [];
  for (const [registry, { added }] of policies) {
    for (const statement of added) {
      const { rules, caches } = writersOf(statement, registry, placement, topology);
      const why = missingStatement(statement, registry, caches.length > 0);
      for (const rule of rules) {
        const part: Part = { kind: 'replication', registry: rule.source.name };
        if (creates.has(rule.key) || registry.policy === undefined) {
          omissions.push({ part, why, fix: ADD_RULE });
        } else {
          creates.set(rule.key, !rule.creates);
        }
      }
      for (const {
        registry: { name },
        rule,
      } of caches) {
        omissions.push({
          part: { kind: 'cacheRule', registry: name, name: rule.prefix },
          why,
          fix: ADD_RULE,
        });
      }
    }
  }
  const isUnchanged = [...policies.values()].every(({ added }) => added.length === 0);
  return isUnchanged ? undefined : { kind: 'rejected', omissions, choices: { ...choices, creates } };
}

function missingStatement(
  { sid = '' }: PolicyStatement,
  { name, policy }: Registry,
  isForCache: boolean,
): string {
  const other = isForCache ? '' : ', or another one that allows the same without conditions';
  const reason =
    policy === undefined
      ? 'The declaration does not contain that policy, because it does not exist, was not read, or cannot be declared.'
      : `The policy does not contain exactly this statement${other}, so the declaration would change it.`;
  return `It requires statement '${sid}' in the policy of registry '${name}'. ${reason}`;
}

const ADD_RULE = 'To manage it, add it to the declaration, and review the change of that policy in the plan.';

interface WrittenRegistry {
  readonly name: string;
  readonly value: Mapping;
  readonly partsAt: readonly (readonly [string, Part])[];
  readonly omissions: readonly Omission[];
}

function writeRegistry(
  registry: Registry,
  ownStatements: DividedPolicy['own'],
  topology: Topology,
  accounts: readonly Account[],
  imports: WrittenImports | undefined,
): WrittenRegistry {
  const { name, region, scanning, enablesInspector, pullTimeUpdateExclusions } = registry;
  const lists = {
    creationTemplates: writeTemplates(registry, accounts),
    pullThroughCache: writeCacheRules(registry, topology),
    settings: writeAccountSettings(registry),
  };
  const statements = writeStatements(registry, ownStatements, accounts);
  const omissions = Object.values(lists).flatMap(undeclarableParts);
  if (statements.kind === 'fault') {
    omissions.push({ part: { kind: 'registryPolicy', registry: name }, why: statements.why });
  }
  if (scanning === undefined && enablesInspector) {
    omissions.push({
      part: { kind: 'inspector', registry: name },
      why: 'A declaration enables Amazon Inspector only together with the scanning configuration of the registry.',
    });
  }
  const settings = {
    scanning: scanningValue(registry),
    creationTemplates: unlessEmpty(valuesOf(lists.creationTemplates)),
    pullThroughCache: unlessEmpty(valuesOf(lists.pullThroughCache)),
    settings: unlessEmpty(Object.assign({}, ...valuesOf(lists.settings)) as Mapping), // each value is a mapping
    pullTimeUpdateExclusions: unlessEmpty(pullTimeUpdateExclusions),
  };
  return {
    name,
    omissions,
    partsAt: [
      ...(['creationTemplates', 'pullThroughCache'] as const).flatMap((key) =>
        lists[key].map(({ part }, index) => [`registries.${name}.${key}[${index}]`, part] as const),
      ),
      ...pullTimeUpdateExclusions.map(
        (arn, index) =>
          [
            `registries.${name}.pullTimeUpdateExclusions[${index}]`,
            { kind: 'exclusion', registry: name, name: arn },
          ] as const,
      ),
    ],
    value: {
      account: accountNameOf(registry, accounts),
      region,
      ...settings,
      import: imports?.ofRegistry(registry),
      statements: statements.kind === 'statements' ? unlessEmpty(statements.values) : undefined,
    },
  };
}

function accountNameOf({ accountId }: Registry, accounts: readonly Account[]): AccountName | undefined {
  return accounts.find(({ id }) => id === accountId)?.name;
}

function valuesOf(parts: readonly WrittenPart[]): readonly Value[] {
  return parts.flatMap(({ value }) => (value === undefined ? [] : [value]));
}

function undeclarableParts(parts: readonly WrittenPart[]): readonly Omission[] {
  return parts.flatMap((each) =>
    each.value === undefined ? [{ part: each.part, why: 'why' in each ? each.why : '' }] : [],
  );
}

function accountValue({ id, credentials }: Account, { topology, isExisting }: CandidateInput): Mapping {
  const hasIdentities = topology.identities.some(({ accountId }) => accountId === id);
  return { id, ...credentialKeys(credentials), import: isExisting && hasIdentities ? true : undefined };
}

function credentialKeys(credentials: Credentials): Mapping {
  switch (credentials.kind) {
    case 'ambient':
      return {};
    case 'profile':
      return { profile: credentials.profile };
    case 'assumeRole': {
      const { arn, externalId, sessionName } = credentials;
      return { assumeRole: { arn, externalId, sessionName } };
    }
  }
}
