import { sortedUnique } from '../../registry';
import { at, holdsTrue, itemsAt } from './json';
import { momentOf, staysAsItIs, type Moment } from './moment';
import { placeOf } from './places';
import type { PlannedOf } from './planned';
import { accountIn } from './told-places';
import { factsOf, type WrittenChange } from './written-change';

type Inspector = PlannedOf<'inspector'>;
type Values = NonNullable<Inspector['after']>;

/**
 * Returns one resource for each account, because an administrator enables Amazon Inspector for several accounts of an
 * organization. Returns none if ECR is not in `resource_types`.
 */
export function inspectorIn(written: WrittenChange): readonly Inspector[] {
  const { change } = written;
  const { action } = change;
  if (action === 'read') return [];
  const before = valuesAt(written, 'before');
  const after = staysAsItIs(change) ? before : valuesAt(written, 'after');
  const accounts = sortedUnique([...before.keys(), ...after.keys()]);
  return accounts.map((account) => {
    const [was, is] = [before.get(account), after.get(account)];
    return {
      kind: 'inspector',
      ...factsOf(written),
      // An update may add or remove one of several accounts.
      action: was === undefined ? 'create' : is === undefined && action === 'update' ? 'delete' : action,
      before: was,
      after: is,
    };
  });
}

/** By account. */
function valuesAt(written: WrittenChange, moment: Moment): ReadonlyMap<string, Values> {
  const found = momentOf(written.change, moment);
  if (found === undefined) return new Map();
  const { values, unknown } = found;
  const enables = itemsAt(values, 'resource_types').includes('ECR') ? true : 'notKnown';
  if (enables === 'notKnown' && !holdsTrue(at(unknown, 'resource_types') ?? false)) return new Map();
  const place = placeOf(written, values);
  const told = itemsAt(values, 'account_ids').flatMap((id) => accountIn(id) ?? []);
  // If no account is known yet, the account of the provider is the likely one.
  const accounts = told.length === 0 ? [place.accountId] : told;
  return new Map(
    accounts.map((accountId) => [accountId, { enables, registry: { accountId, region: place.region } }]),
  );
}
