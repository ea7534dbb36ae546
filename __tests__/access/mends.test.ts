import fc from 'fast-check';
import { parse } from 'yaml';
import {
  explain,
  explainReplication,
  grantEntryText,
  NOTHING_GIVEN,
  parseCaller,
  ruleEntryText,
  type Explanation,
  type Given,
  type Mend,
} from '../../src/access';
import { policyOf, type RepositoryName } from '../../src/registry';
import { originalsOf } from '../../src/topology';
import { load } from '../topology/declarations';
import { ACCOUNTS, declaredAccess, roleArn, ROLES, type DeclaredAccess } from './declared-access';
import { runs } from '../random-runs';

const read = policyOf({ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } });
const ADMINISTRATOR = read.kind === 'policy' ? [{ label: 'AdministratorAccess', policy: read.policy }] : [];

/** Adds the entry of a fix to the declaration. Returns undefined if the fix changes no declaration. */
function pasted(declared: DeclaredAccess, mend: Mend): DeclaredAccess | undefined {
  const text =
    mend.kind === 'grant'
      ? grantEntryText(mend.entry)
      : mend.kind === 'rule'
        ? ruleEntryText(mend.entry)
        : '';
  if (text === '') return undefined;
  const entry = parse(text) as Partial<Record<'access' | 'replication', never[]>>;
  return {
    ...declared,
    access: [...declared.access, ...(entry.access ?? [])],
    replication: [...declared.replication, ...(entry.replication ?? [])],
  };
}

/** Loads a declaration, which can have warnings but no errors. */
function loaded(declared: DeclaredAccess) {
  const found = load(JSON.stringify(declared));
  if (found.kind !== 'topology') {
    throw new Error(found.diagnostics.map(({ code, message }) => `${code}: ${message}`).join('\n'));
  }
  return found;
}

function ask(
  declared: DeclaredAccess,
  operation: 'pull' | 'push',
  caller: string,
  place: { readonly registry: string; readonly repository: string },
  given: Given,
): Explanation {
  const found = loaded(declared);
  const { topology, deployment } = found;
  const registry = topology.registries.find(({ name }) => name === place.registry)!;
  const repository = place.repository as RepositoryName;
  return explain(
    topology,
    deployment.accounts,
    { operation, caller: parseCaller(caller)!, registry, repository },
    { ...given, isOriginal: originalsOf(found) },
  );
}

/** Returns every repository of every registry in the loaded topology. */
function places(declared: DeclaredAccess) {
  return loaded(declared).topology.registries.flatMap(({ name, repositories }) =>
    repositories.map((repository) => ({ registry: name, repository: repository.name })),
  );
}

const sessionArn = (account: string, role: string) =>
  `arn:aws:sts::${account}:assumed-role/${role.split('/').at(-1)!}/session`;

test.each([
  ['an administrator', { ...NOTHING_GIVEN, identityPolicies: ADMINISTRATOR }],
  ['a principal with unknown policies', NOTHING_GIVEN],
])('proposes a valid grant to %s that allows the operation', (_, given) => {
  fc.assert(
    fc.property(
      declaredAccess,
      fc.constantFrom(...ACCOUNTS),
      fc.constantFrom(...ROLES),
      (declared, account, role) => {
        for (const place of places(declared)) {
          for (const operation of ['pull', 'push'] as const) {
            const { mends } = ask(declared, operation, roleArn(account, role), place, given);
            for (const mend of mends) {
              const after = pasted(declared, mend);
              if (after === undefined || mend.kind !== 'grant') continue;
              const at = { ...place, registry: mend.entry.registries?.[0] ?? place.registry };
              const again = ask(after, operation, roleArn(account, role), at, given);
              const isReached = Object.values(declared.accounts).some(({ id }) => id === account);
              if (given === NOTHING_GIVEN && !isReached) {
                // The identity policy has to be attached in an account outside the declaration.
                expect(again.missing.map(({ side }) => side)).toEqual(['caller']);
                expect(again.mends.map(({ kind }) => kind)).toEqual(['attach']);
              } else {
                expect(again.verdict).toBe('allowed');
              }
            }
          }
        }
      },
    ),
    runs(8),
  );
});

test('never gives a session a more certain answer than its role, for any role path', () => {
  fc.assert(
    fc.property(
      declaredAccess,
      fc.constantFrom(...ACCOUNTS),
      fc.constantFrom(...ROLES),
      (declared, account, role) => {
        const given = { ...NOTHING_GIVEN, identityPolicies: ADMINISTRATOR };
        for (const place of places(declared)) {
          const ofSession = ask(declared, 'pull', sessionArn(account, role), place, given).verdict;
          const ofRole = ask(declared, 'pull', roleArn(account, role), place, given).verdict;
          if (ofSession !== 'unknown') expect(ofSession).toBe(ofRole);
        }
      },
    ),
    runs(12),
  );
});

test('proposes a valid replication rule that allows the replication', () => {
  fc.assert(
    fc.property(declaredAccess, (declared) => {
      const found = loaded(declared);
      const { topology } = found;
      const given = { ...NOTHING_GIVEN, isOriginal: originalsOf(found) };
      for (const from of topology.registries) {
        for (const to of topology.registries.filter((other) => other !== from)) {
          for (const repository of Object.keys(declared.repositories) as RepositoryName[]) {
            const { mends } = explainReplication(topology, { from, to, repository }, given);
            for (const mend of mends) {
              const after = pasted(declared, mend);
              if (after === undefined || mend.kind !== 'rule') continue;
              const fresh = loaded(after).topology;
              const named = (name: string) => fresh.registries.find((each) => each.name === name)!;
              const verdicts = mend.entry.from.map(
                (name) =>
                  explainReplication(fresh, { from: named(name), to: named(to.name), repository }, given)
                    .verdict,
              );
              expect(verdicts).toEqual(['allowed']);
            }
          }
        }
      }
    }),
    runs(12),
  );
});
