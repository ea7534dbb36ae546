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
 * Amazon Inspector, account by account: an administrator turns it on for the accounts of an organization. What turns it on
 * for no images says nothing here.
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
      // One account of several may come or go.
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
  // Where no account is known yet, the provider's is the likely one.
  const accounts = told.length === 0 ? [place.accountId] : told;
  return new Map(
    accounts.map((accountId) => [accountId, { enables, registry: { accountId, region: place.region } }]),
  );
}
