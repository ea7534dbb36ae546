import { accountOfGrantee } from '../../access/evaluate/grantees';
import { sortedUnique } from '../../base/collections';
import { count } from '../../base/text';
import type { AccessEntry } from './access';
import { highlight, type Highlight } from './highlight';
import type { OverviewInput } from './overview-input';
import { routeHash } from './route';

/** Highlights principals outside the topology, and answers that are not certain. */
export function accessHighlights({ loaded, access }: OverviewInput): readonly Highlight[] {
  const accounts = new Set<string>(loaded.deployment.accounts.map(({ id }) => id));
  const granted = access.filter(({ answer: { kind } }) => kind !== 'no');
  const organizations = callersIn(granted, ({ caller }) => isOrganization(caller));
  const external = callersIn(granted, ({ caller }) => {
    if (caller.kind !== 'grantee') return false;
    const account = accountOfGrantee(caller.grantee);
    return account !== undefined && !accounts.has(account);
  });
  const depending = callersIn(granted, ({ caller, answer: { kind } }) => {
    return caller.kind === 'grantee' && (kind === 'depends' || kind === 'unknown');
  });
  return [
    ...callersHighlight(external, {
      tone: 'caution',
      title: `${count(external.length, 'principal', 'principals')} in accounts that the topology does not declare`,
      text: 'The identity policies of these accounts are not part of the topology.',
    }),
    ...callersHighlight(depending, {
      tone: 'note',
      title: `The access of ${count(depending.length, 'principal', 'principals')} depends on values that the topology does not contain`,
      text: 'For example, on an identity policy of another account or on a condition key of the request.',
      link: routeHash({ view: 'access', parameters: { answer: 'depends' } }),
    }),
    ...callersHighlight(organizations, {
      tone: 'note',
      title: `Access for ${count(organizations.length, 'organization or organizational unit', 'organizations or organizational units')}`,
      text: 'Every account of an organization can give its principals access.',
      link: routeHash({ view: 'access', parameters: { account: 'none' } }),
    }),
  ];
}

function isOrganization(caller: AccessEntry['caller']): boolean {
  if (caller.kind !== 'grantee') return false;
  const { kind } = caller.grantee.who;
  return kind === 'organization' || kind === 'organizationalUnit';
}

function callersIn(
  access: readonly AccessEntry[],
  isWanted: (entry: AccessEntry) => boolean,
): readonly string[] {
  return sortedUnique(access.filter(isWanted).map(({ caller }) => caller.text));
}

type CallersTexts = Pick<Highlight, 'text' | 'title' | 'tone'> & { readonly link?: string };

/** Links to the caller if it is only one. */
function callersHighlight(
  callers: readonly string[],
  { link, ...texts }: CallersTexts,
): readonly Highlight[] {
  const [only, ...others] = callers;
  if (only === undefined) return [];
  const toCaller = routeHash({ view: 'access', parameters: { caller: only } });
  return [
    highlight({ ...texts, names: callers, link: others.length === 0 ? toCaller : (link ?? '#/access') }),
  ];
}
