import fc from 'fast-check';
import { parse } from 'yaml';
import { parseCaller } from '../../../src/access/evaluate/caller';
import { NO_CONTEXT, type EvaluationContext } from '../../../src/access/evaluate/evaluation-context';
import { explain, type Explanation } from '../../../src/access/explain/explain';
import { explainReplication } from '../../../src/access/explain/explain-replication';
import { grantEntryText, ruleEntryText, type Fix } from '../../../src/access/explain/fix';
import type { RepositoryName } from '../../../src/aws/names';
import { readPolicyValue } from '../../../src/aws/policy/read';
import { originalMatcher } from '../../../src/lint/declaration/source-locations';
import { load } from '../../declaration/declarations';
import { runs } from '../../random-runs';
import { ACCOUNTS, declaredAccess, roleArn, ROLES, type DeclaredAccess } from '../declared-access';

const read = readPolicyValue({ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } });
const ADMINISTRATOR = read.kind === 'policy' ? [{ label: 'AdministratorAccess', policy: read.policy }] : [];

/** Adds the entry of a fix to the declaration. Returns undefined if the fix changes no declaration. */
function withFix(declared: DeclaredAccess, fix: Fix): DeclaredAccess | undefined {
  const text =
    fix.kind === 'grant' ? grantEntryText(fix.entry) : fix.kind === 'rule' ? ruleEntryText(fix.entry) : '';
  if (text === '') return undefined;
  const entry = parse(text) as Partial<Record<'access' | 'replication', never[]>>;
  return {
    ...declared,
    access: [...declared.access, ...(entry.access ?? [])],
    replication: [...declared.replication, ...(entry.replication ?? [])],
  };
}

/** Loads a declaration, which can have warnings but no errors. */
function loadDeclaration(declared: DeclaredAccess) {
  const found = load(JSON.stringify(declared));
  if (found.kind !== 'topology') {
    throw new Error(found.diagnostics.map(({ code, message }) => `${code}: ${message}`).join('\n'));
  }
  return found;
}

function explainQuestion(
  declared: DeclaredAccess,
  operation: 'pull' | 'push',
  caller: string,
  target: { readonly registry: string; readonly repository: string },
  evaluationContext: EvaluationContext,
): Explanation {
  const found = loadDeclaration(declared);
  const { topology, deployment } = found;
  const registry = topology.registries.find(({ name }) => name === target.registry)!;
  const repository = target.repository as RepositoryName;
  return explain(
    topology,
    deployment.accounts,
    { operation, caller: parseCaller(caller)!, registry, repository },
    { ...evaluationContext, isOriginal: originalMatcher(found) },
  );
}

/** Returns every repository of every registry in the loaded topology. */
function allTargets(declared: DeclaredAccess) {
  return loadDeclaration(declared).topology.registries.flatMap(({ name, repositories }) =>
    repositories.map((repository) => ({ registry: name, repository: repository.name })),
  );
}

const sessionArn = (account: string, role: string) =>
  `arn:aws:sts::${account}:assumed-role/${role.split('/').at(-1)!}/session`;

test.each([
  ['an administrator', { ...NO_CONTEXT, identityPolicies: ADMINISTRATOR }],
  ['a principal with unknown policies', NO_CONTEXT],
])('proposes a valid grant to %s that allows the operation', (_, evaluationContext) => {
  fc.assert(
    fc.property(
      declaredAccess,
      fc.constantFrom(...ACCOUNTS),
      fc.constantFrom(...ROLES),
      (declared, account, role) => {
        for (const target of allTargets(declared)) {
          for (const operation of ['pull', 'push'] as const) {
            const { fixes } = explainQuestion(
              declared,
              operation,
              roleArn(account, role),
              target,
              evaluationContext,
            );
            for (const fix of fixes) {
              const after = withFix(declared, fix);
              if (after === undefined || fix.kind !== 'grant') continue;
              const fixedTarget = { ...target, registry: fix.entry.registries?.[0] ?? target.registry };
              const explanationAfter = explainQuestion(
                after,
                operation,
                roleArn(account, role),
                fixedTarget,
                evaluationContext,
              );
              const isReached = Object.values(declared.accounts).some(({ id }) => id === account);
              if (evaluationContext === NO_CONTEXT && !isReached) {
                // The identity policy has to be attached in an account outside the declaration.
                expect(explanationAfter.missing.map(({ side }) => side)).toEqual(['caller']);
                expect(explanationAfter.fixes.map(({ kind }) => kind)).toEqual(['attach']);
              } else {
                expect(explanationAfter.verdict).toBe('allowed');
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
        const evaluationContext = { ...NO_CONTEXT, identityPolicies: ADMINISTRATOR };
        for (const target of allTargets(declared)) {
          const ofSession = explainQuestion(
            declared,
            'pull',
            sessionArn(account, role),
            target,
            evaluationContext,
          ).verdict;
          const ofRole = explainQuestion(
            declared,
            'pull',
            roleArn(account, role),
            target,
            evaluationContext,
          ).verdict;
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
      const found = loadDeclaration(declared);
      const { topology } = found;
      const evaluationContext = { ...NO_CONTEXT, isOriginal: originalMatcher(found) };
      for (const from of topology.registries) {
        for (const to of topology.registries.filter((other) => other !== from)) {
          for (const repository of Object.keys(declared.repositories) as RepositoryName[]) {
            const { fixes } = explainReplication(topology, { from, to, repository }, evaluationContext);
            for (const fix of fixes) {
              const after = withFix(declared, fix);
              if (after === undefined || fix.kind !== 'rule') continue;
              const fixedTopology = loadDeclaration(after).topology;
              const registryNamed = (name: string) =>
                fixedTopology.registries.find((each) => each.name === name)!;
              const verdicts = fix.entry.from.map(
                (name) =>
                  explainReplication(
                    fixedTopology,
                    { from: registryNamed(name), to: registryNamed(to.name), repository },
                    evaluationContext,
                  ).verdict,
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
