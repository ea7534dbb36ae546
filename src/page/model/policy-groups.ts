import type { AccountNames } from '../../access/evaluate/grantees';
import { sortedUnique } from '../../base/collections';
import type { DeclaredAccount } from '../../model/deployment';
import type { Topology } from '../../model/topology';
import {
  minifiedPolicyText,
  policyCommands,
  type PolicyCommand,
  type PolicyContent,
  type PolicyKind,
} from '../../report/policy-commands';

/** Equal policies of one kind. */
export interface PolicyGroup {
  readonly kind: PolicyKind;
  readonly content: PolicyContent;
  /** The number of characters that AWS counts. */
  readonly length: number;
  readonly limit: number;
  readonly uses: readonly [PolicyUse, ...PolicyUse[]];
}

/** What one of the policies is attached to. */
interface PolicyUse {
  /** `app/checkout in hub`. Identifies the use together with the kind. */
  readonly text: string;
  readonly registry: string | undefined;
  readonly command: string;
  /** The folder that `ecr-topology policies` writes, in which the command runs. */
  readonly folder: string;
  /** In lowercase. */
  readonly searchText: string;
}

/** Returns every policy of the topology, equal ones once. In the order of the accounts and their registries. */
export function policyGroups(
  topology: Topology,
  accounts: readonly DeclaredAccount[],
  names: AccountNames,
): readonly PolicyGroup[] {
  const ids = sortedUnique(
    [...topology.registries, ...topology.identities].map(({ accountId }) => accountId),
  );
  const groups = new Map<string, Grouped>();
  const keys = new Map<object, string>();
  for (const id of ids) {
    const account = accounts.find((each) => each.id === id);
    for (const command of policyCommands(id, account, topology)) add(command);
  }
  return [...groups.values()];

  function add({ owner, policy, command }: PolicyCommand): void {
    if (policy === undefined) return;
    const { content, limit } = policy;
    // Equal policies are mostly the same object.
    const text = keys.get(content.policy) ?? minifiedPolicyText(content);
    keys.set(content.policy, text);
    const use = useOf(owner, command, names);
    const key = `${owner.kind} ${limit} ${text}`;
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, { kind: owner.kind, content, length: text.length, limit, uses: [use] });
    } else {
      group.uses.push(use);
    }
  }
}

interface Grouped extends PolicyGroup {
  readonly uses: [PolicyUse, ...PolicyUse[]];
}

function useOf(
  { kind, accountId, registry, name }: PolicyCommand['owner'],
  command: string,
  names: AccountNames,
): PolicyUse {
  const account = names.get(accountId) ?? accountId;
  const inRegistry = registry === undefined ? `in ${account}` : `in ${registry}`;
  const text = name === undefined ? (registry ?? account) : `${name} ${inRegistry}`;
  const searchText = `${text} ${kind} ${account} ${accountId}`.toLowerCase();
  return { text, registry, command, folder: account, searchText };
}

/** The parameters of the URL. */
export interface PolicyFilter {
  readonly text?: string;
  readonly kind?: string;
  readonly registry?: string;
  /** The minimum share of the limit, in percent. */
  readonly size?: string;
  /** `size`: the largest share of the limit first. */
  readonly sort?: string;
}

/** Returns the groups with only those uses that match. */
export function filterPolicies(
  groups: readonly PolicyGroup[],
  { text = '', kind = '', registry = '', size = '', sort = '' }: PolicyFilter,
): readonly PolicyGroup[] {
  const wanted = text.trim().toLowerCase();
  const minimum = Number(size) || 0;
  const found = groups.flatMap((group): readonly PolicyGroup[] => {
    if ((kind !== '' && group.kind !== kind) || shareOfLimit(group) * 100 < minimum) return [];
    if (wanted === '' && registry === '') return [group];
    const [first, ...others] = group.uses.filter(
      (use) => (registry === '' || use.registry === registry) && use.searchText.includes(wanted),
    );
    return first === undefined ? [] : [{ ...group, uses: [first, ...others] }];
  });
  return sort === 'size' ? found.sort((a, b) => shareOfLimit(b) - shareOfLimit(a)) : found;
}

export function shareOfLimit({ length, limit }: Pick<PolicyGroup, 'length' | 'limit'>): number {
  return length / limit;
}

/** Identifies a group in the URL by its first use. */
export function policyGroupId({ kind, uses: [{ text }] }: PolicyGroup): string {
  return `${kind}: ${text}`;
}
