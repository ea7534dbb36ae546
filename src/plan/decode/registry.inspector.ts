import { sortedUnique } from '../../base/collections';
import { commonFields, type ConfiguredChange } from '../locate/configured-change';
import { toAccountId } from '../locate/providers.told-places';
import { locateResource } from '../locate/resource-registry';
import type { PlannedOf } from '../model/planned-resource';
import { at, containsTrue, itemsAt } from '../model/values';
import { isSameAfter, valuesOf, type BeforeOrAfter } from '../model/values.moment';

type InspectorResource = PlannedOf<'inspector'>;
type Values = NonNullable<InspectorResource['after']>;

/**
 * Returns one resource for each account, because an administrator enables Amazon Inspector for several accounts of an
 * organization. Returns none if ECR is not in `resource_types`.
 */
export function decodeInspector(configured: ConfiguredChange): readonly InspectorResource[] {
  const { change } = configured;
  const { action } = change;
  if (action === 'read') return [];
  const before = valuesByAccount(configured, 'before');
  const after = isSameAfter(change) ? before : valuesByAccount(configured, 'after');
  const accounts = sortedUnique([...before.keys(), ...after.keys()]);
  return accounts.map((account) => {
    const [valuesBefore, valuesAfter] = [before.get(account), after.get(account)];
    return {
      kind: 'inspector',
      ...commonFields(configured),
      // An update may add or remove one of several accounts.
      action:
        valuesBefore === undefined
          ? 'create'
          : valuesAfter === undefined && action === 'update'
            ? 'delete'
            : action,
      before: valuesBefore,
      after: valuesAfter,
    };
  });
}

/** By account. */
function valuesByAccount(configured: ConfiguredChange, when: BeforeOrAfter): ReadonlyMap<string, Values> {
  const found = valuesOf(configured.change, when);
  if (found === undefined) return new Map();
  const { values, unknown } = found;
  const enables = itemsAt(values, 'resource_types').includes('ECR') ? true : 'notKnown';
  if (enables === 'notKnown' && !containsTrue(at(unknown, 'resource_types') ?? false)) return new Map();
  const registry = locateResource(configured, values);
  const knownAccounts = itemsAt(values, 'account_ids').flatMap((id) => toAccountId(id) ?? []);
  // If no account is known yet, the account of the provider is the likely one.
  const accounts = knownAccounts.length === 0 ? [registry.accountId] : knownAccounts;
  return new Map(
    accounts.map((accountId) => [accountId, { enables, registry: { accountId, region: registry.region } }]),
  );
}
