import type { AccountNames } from '../../access/grantee-text';
import { granteeKey } from '../../access/grantees';
import type { AccessChange } from '../../plan/access/access-changes';
import type { Finding } from '../../plan/finding';
import { ruleChanges } from '../../plan/replication/replication-changes';
import type { Reviewed } from '../../plan/reviewed';
import {
  describeChange,
  isKnown,
  registryText,
  sortedUnique,
  type RegistryId,
  type TopologyChange,
} from '../../registry';
import { count } from '../count';
import { accessLines } from './access-lines';
import { flowLines, ruleLines, rulesInShort } from './replication-lines';
import { repositoryEvents, repositoryLines } from './repository-lines';
import { untoldLines } from './untold-lines';

/** One thing that changes, in words. Names are as the plan has them: whoever prints the line makes it harmless. */
export interface Line {
  readonly mark: '+' | '-' | '~';
  /** Images are lost, or everybody gets in. */
  readonly isGrave: boolean;
  readonly text: string;
}

export interface Group {
  readonly title: string;
  readonly lines: readonly Line[];
}

/** What plans change, for a person. */
export interface WhatChanges {
  /** In the order of what a reviewer must not miss. Those without lines are left out. */
  readonly groups: readonly Group[];
  /** What policies say differently, statement by statement. What comes of it stands in the groups. */
  readonly statements: readonly Line[];
  /** The account and Region of each registry that has a name. */
  readonly legend: readonly string[];
}

export function whatChanges(
  reviewed: Reviewed,
  names: AccountNames,
  findings: readonly Finding[] = [],
): WhatChanges {
  const { resources, changes, access, untold, nameOf: place } = reviewed;
  const ofKind = (kind: ChangeKind) => changes.filter((change) => KINDS[change.kind] === kind).map(lineOf);
  const groups: readonly Group[] = [
    { title: 'Repositories', lines: repositoryLines(repositoryEvents(resources), place) },
    { title: 'Access', lines: accessLines(access, names, place) },
    {
      title: 'Replication',
      lines: [...flowLines(access, place), ...ruleLines(ruleChanges(reviewed), place)],
    },
    { title: 'Settings', lines: ofKind('setting') },
    { title: 'Not told by the plan', lines: ofKind('unknown') },
    { title: 'Also', lines: untoldLines(untold) },
  ];
  return {
    groups: groups.filter(({ lines }) => lines.length > 0),
    statements: ofKind('statement'),
    legend: legendOf(reviewed, findings),
  };
}

/** `develop is 111111111111 in ap-northeast-1`: of each registry that changes, or that a finding names. */
function legendOf(
  { resources, before, after, nameOf }: Reviewed,
  findings: readonly Finding[],
): readonly string[] {
  const touched = resources.flatMap((each) =>
    each.action === 'no-op' ? [] : [each.before?.registry ?? [], each.after?.registry ?? []].flat(),
  );
  const held = [before, after].flatMap(({ registries }) => registries);
  const destinations = held.flatMap(({ replication }) =>
    isKnown(replication) ? replication.flatMap((rule) => rule.destinations) : [],
  );
  const isNamed = (registry: RegistryId) =>
    findings.some(({ message, help }) => `${message} ${help}`.includes(nameOf(registry)));
  return sortedUnique(
    [...touched, ...[...held, ...destinations].filter(isNamed)].flatMap((registry) => {
      const [name, place] = [nameOf(registry), registryText(registry)];
      return name === place ? [] : `${name} is ${place}`;
    }),
  );
}

type ChangeKind = 'repository' | 'rule' | 'setting' | 'statement' | 'unknown';

/** Where each kind of change is told. Repositories are told from the resources, which know of replacements too. */
const KINDS: Readonly<Record<TopologyChange['kind'], ChangeKind>> = {
  'registry-added': 'setting',
  'registry-removed': 'setting',
  'registry-renamed': 'setting',
  'registry-moved': 'setting',
  'repository-added': 'repository',
  'repository-removed': 'repository',
  'repository-setting': 'setting',
  'repository-setting-changed': 'setting',
  'repository-tag': 'setting',
  'scanning-changed': 'setting',
  'inspector-changed': 'setting',
  'account-setting-changed': 'setting',
  'creation-template-added': 'setting',
  'creation-template-removed': 'setting',
  'creation-template-setting-changed': 'setting',
  'creation-template-tag': 'setting',
  'creation-template-permission-added': 'statement',
  'creation-template-permission-removed': 'statement',
  'creation-template-not-known': 'unknown',
  'cache-rule-added': 'setting',
  'cache-rule-removed': 'setting',
  'cache-rule-setting-changed': 'setting',
  'cache-rule-not-known': 'unknown',
  'not-known': 'unknown',
  'identity-not-known': 'unknown',
  'replication-added': 'rule',
  'replication-removed': 'rule',
  'permission-added': 'statement',
  'permission-removed': 'statement',
  'identity-permission-added': 'statement',
  'identity-permission-removed': 'statement',
  'managed-policy-attached': 'statement',
  'managed-policy-detached': 'statement',
};

function lineOf(change: TopologyChange): Line {
  return { mark: markOf(change), isGrave: false, text: describeChange(change) };
}

function markOf(change: TopologyChange): Line['mark'] {
  if (change.kind === 'repository-tag' || change.kind === 'creation-template-tag') {
    return change.before === undefined ? '+' : change.after === undefined ? '-' : '~';
  }
  if (/-(added|attached)$/.test(change.kind)) return '+';
  return /-(removed|detached)$/.test(change.kind) ? '-' : '~';
}

/** What changes, in half a line: `2 repositories destroyed, 1 created; 1 caller gains access; replication stops`. */
export function headline(reviewed: Reviewed): string {
  const parts = [
    ...repositoriesInShort(reviewed),
    ...callersInShort(reviewed, 'gained'),
    ...callersInShort(reviewed, 'lost'),
    ...flowsInShort(reviewed),
    ...rulesInShort(ruleChanges(reviewed)),
  ];
  if (parts.length > 0) return parts.join('; ');
  const { changes, untold } = reviewed;
  const kinds = new Set(changes.map(({ kind }) => KINDS[kind]));
  if (kinds.has('statement')) return 'policies change';
  if (kinds.has('unknown') || untold.length > 0) return 'not all of what changes can be told';
  return changes.length === 0 ? 'nothing changes' : 'neither images nor access change';
}

const KINDS_IN_ORDER = ['destroyed', 'replaced', 'forgotten', 'created', 'moved', 'imported'] as const;

function repositoriesInShort({ resources }: Reviewed): readonly string[] {
  const events = repositoryEvents(resources);
  const [first, ...others] = KINDS_IN_ORDER.map((kind) => ({
    kind,
    number: events.filter((event) => event.kind === kind).length,
  })).filter(({ number }) => number > 0);
  if (first === undefined) return [];
  const noun = count(first.number, 'repository', 'repositories');
  return [[`${noun} ${first.kind}`, ...others.map(({ kind, number }) => `${number} ${kind}`)].join(', ')];
}

function callersInShort({ access }: Reviewed, kind: AccessChange['kind']): readonly string[] {
  const callers = new Set(
    access.flatMap((each) =>
      each.kind === kind && each.caller.kind === 'grantee' ? [granteeKey(each.caller.grantee)] : [],
    ),
  );
  if (callers.size === 0) return [];
  const verb = kind === 'gained' ? 'gain' : 'lose';
  return [`${count(callers.size, `caller ${verb}s`, `callers ${verb}`)} access`];
}

function flowsInShort({ access }: Reviewed): readonly string[] {
  const flows = access.filter(({ caller }) => caller.kind === 'registry');
  return [
    ...(flows.some(({ kind }) => kind === 'gained') ? ['replication starts'] : []),
    ...(flows.some(({ kind }) => kind === 'lost') ? ['replication stops'] : []),
  ];
}
