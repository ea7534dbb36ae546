import fc from 'fast-check';
import { callerAccount, parseCaller, replicationCaller, type Caller } from '../../src/access/evaluate/caller';
import { NO_CONTEXT, type EvaluationContext } from '../../src/access/evaluate/evaluation-context';
import { decideAction } from '../../src/access/explain/explain';
import type { RepositoryName } from '../../src/aws/names';
import type { EcrAction } from '../../src/aws/policy/actions';
import { readPolicyValue } from '../../src/aws/policy/read';
import type { Registry, Topology } from '../../src/model/topology';
import { topologyOf } from '../declaration/declarations';
import { runs } from '../random-runs';
import {
  ACCOUNTS,
  declaredAccess,
  grantsOn,
  matchesGlob,
  ORGANIZATION,
  roleArn,
  ROLES,
  type DeclaredAccess,
  type DeclaredGrant,
  type DeclaredPrincipal,
} from './declared-access';

/** From the AWS documentation, independent of the table in the source. */
const NEEDS = {
  pull: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
  push: [
    'ecr:BatchCheckLayerAvailability',
    'ecr:BatchGetImage',
    'ecr:CompleteLayerUpload',
    'ecr:InitiateLayerUpload',
    'ecr:PutImage',
    'ecr:UploadLayerPart',
  ],
} as const;

const ACTIONS: readonly EcrAction[] = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchDeleteImage',
  'ecr:BatchGetImage',
  'ecr:CompleteLayerUpload',
  'ecr:DeleteRepository',
  'ecr:GetDownloadUrlForLayer',
  'ecr:InitiateLayerUpload',
  'ecr:ListImages',
  'ecr:PutImage',
  'ecr:ReplicateImage',
  'ecr:SetRepositoryPolicy',
  'ecr:UploadLayerPart',
];

const EVERYTHING = readPolicyValue({ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } });
const ADMINISTRATOR =
  EVERYTHING.kind === 'policy' ? [{ label: 'AdministratorAccess', policy: EVERYTHING.policy }] : [];

interface Question {
  readonly topology: Topology;
  readonly declared: DeclaredAccess;
  readonly registry: Registry;
  readonly repository: string;
}

/** Every registry and repository of a declaration. */
function* questions(declared: DeclaredAccess): Generator<Question> {
  const topology = topologyOf(JSON.stringify(declared));
  for (const registry of topology.registries) {
    for (const repository of Object.keys(declared.repositories)) {
      yield { topology, declared, registry, repository };
    }
  }
}

/** Returns the actions that the `access` entries for a principal allow. */
function granted(
  { declared, registry, repository }: Question,
  matchesPrincipal: (principal: DeclaredPrincipal, grant: DeclaredGrant) => boolean,
): ReadonlySet<string> {
  return new Set(
    grantsOn(declared, registry.name, repository)
      .filter(({ grant }) => grant.principals.some((principal) => matchesPrincipal(principal, grant)))
      .flatMap(({ operations }) => operations.flatMap((operation) => NEEDS[operation])),
  );
}

/** Returns the allowed actions. Throws if a verdict is `unknown`. */
function allowed(
  { topology, registry, repository }: Question,
  caller: Caller,
  evaluationContext: EvaluationContext,
): readonly string[] {
  // The key of a declared repository is a repository name.
  const target = { registry, repository: repository as RepositoryName };
  return ACTIONS.filter((action) => {
    decisions += 1;
    const { verdict } = decideAction(topology, caller, action, target, evaluationContext);
    if (verdict === 'unknown') throw new Error(`${action} is unknown`);
    return verdict === 'allowed';
  });
}

/** A replication rule names the root of its source account, so its identities can be allowed to replicate. */
const withoutReplication = (actions: readonly string[]) =>
  actions.filter((action) => action !== 'ecr:ReplicateImage');

let decisions = 0;
const isDeclaredAccount = (declared: DeclaredAccess, id: string) =>
  Object.values(declared.accounts).some((account) => account.id === id);
const sortActions = (actions: Iterable<string>) => ACTIONS.filter((action) => [...actions].includes(action));
const role = (account: string, name: string) => parseCaller(roleArn(account, name))!;
const isVia = (principal: DeclaredPrincipal, arn: string) =>
  typeof principal === 'object' && 'arn' in principal && matchesGlob(principal.arn, arn);

test('allows an administrator of another account exactly what is declared', () => {
  fc.assert(
    fc.property(declaredAccess, (declared) => {
      for (const question of questions(declared)) {
        for (const account of ACCOUNTS.filter((each) => each !== question.registry.accountId)) {
          for (const name of ROLES) {
            for (const member of [true, false]) {
              const context = { 'aws:PrincipalOrgID': member ? ORGANIZATION : 'o-z9z9z9z9z9' };
              const evaluationContext = { ...NO_CONTEXT, identityPolicies: ADMINISTRATOR, context };
              const arn = roleArn(account, name);
              const expected = granted(
                question,
                (principal) =>
                  principal === arn ||
                  principal === account ||
                  isVia(principal, arn) ||
                  (typeof principal === 'object' && 'organization' in principal && member) ||
                  (typeof principal === 'object' && 'lambda' in principal && principal.lambda === account),
              );
              const found = withoutReplication(allowed(question, role(account, name), evaluationContext));
              expect(found).toEqual(sortActions(expected));
            }
          }
        }
      }
    }),
    runs(12),
  );
});

test('allows a role without other policies exactly what is declared for it by name', () => {
  fc.assert(
    fc.property(declaredAccess, (declared) => {
      for (const question of questions(declared)) {
        for (const account of ACCOUNTS) {
          for (const name of ROLES) {
            const arn = roleArn(account, name);
            const context = { 'aws:PrincipalOrgID': 'o-z9z9z9z9z9' };
            const evaluationContext = { ...NO_CONTEXT, identityPolicies: [], context };
            const isOwn = account === question.registry.accountId;
            const expected = granted(
              question,
              (principal) =>
                // In the account of the role the repository policy is enough. Otherwise both policies exist only if the account is
                // declared.
                principal === arn && (isOwn || isDeclaredAccount(declared, account)),
            );
            const found = allowed(question, role(account, name), evaluationContext);
            for (const action of sortActions(expected)) expect(found).toContain(action);
            const both = granted(
              question,
              (principal) => principal === arn || isVia(principal, arn) || matchesAccount(principal, account),
            );
            for (const action of found) expect(both).toContain(action);
          }
        }
      }
    }),
    runs(12),
  );
});

function matchesAccount(principal: DeclaredPrincipal, account: string): boolean {
  return (
    principal === account ||
    (typeof principal === 'object' && 'lambda' in principal && principal.lambda === account)
  );
}

test('allows an AWS service exactly what is declared for the account it acts for', () => {
  fc.assert(
    fc.property(declaredAccess, (declared) => {
      for (const question of questions(declared)) {
        for (const account of ACCOUNTS) {
          const lambda = `arn:aws:lambda:${question.registry.region}:${account}:function:f`;
          const elsewhere = `arn:aws:lambda:sa-east-1:${account}:function:f`;
          const org = { 'aws:PrincipalOrgID': [] };
          for (const [service, context, matchesPrincipal] of [
            [
              'codebuild.amazonaws.com',
              {
                'aws:SourceAccount': account,
                'aws:SourceArn': `arn:aws:codebuild:eu-west-1:${account}:project/p`,
                ...org,
              },
              (principal: DeclaredPrincipal) =>
                typeof principal === 'object' && 'service' in principal && principal.account === account,
            ],
            [
              'lambda.amazonaws.com',
              { 'aws:SourceAccount': account, 'aws:SourceArn': lambda, ...org },
              (principal: DeclaredPrincipal) =>
                typeof principal === 'object' && 'lambda' in principal && principal.lambda === account,
            ],
            [
              'lambda.amazonaws.com',
              { 'aws:SourceAccount': account, 'aws:SourceArn': elsewhere, ...org },
              () => false,
            ],
            [
              'ecs-tasks.amazonaws.com',
              { 'aws:SourceAccount': account, 'aws:SourceArn': lambda, ...org },
              () => false,
            ],
          ] as const) {
            const found = allowed(question, parseCaller(service)!, { ...NO_CONTEXT, context });
            expect(found).toEqual(sortActions(granted(question, matchesPrincipal)));
          }
        }
      }
    }),
    runs(12),
  );
});

test('allows an account to replicate exactly what a rule specifies', () => {
  fc.assert(
    fc.property(declaredAccess, (declared) => {
      for (const question of questions(declared)) {
        const { registry, repository, topology } = question;
        for (const account of ACCOUNTS.filter((each) => each !== registry.accountId)) {
          const caller = replicationCaller('aws', account as Parameters<typeof replicationCaller>[1]);
          expect(callerAccount(caller)).toBe(account);
          const context = { 'aws:PrincipalOrgID': 'o-z9z9z9z9z9' };
          const isDeclared = declared.replication.some(
            (rule) =>
              rule.to.includes(registry.name) &&
              [rule.from].flat().some((source) => {
                const from = topology.registries.find(({ name }) => name === source)!;
                const containsRepository = declared.repositories[repository]!.registries.includes(source);
                return from.accountId === account && (containsRepository || rule.createRepositories === true);
              }) &&
              (rule.repositories === 'all' ||
                rule.repositories.some((prefix) => repository.startsWith(prefix))),
          );
          const found = allowed(question, caller, { ...NO_CONTEXT, context });
          expect(found.includes('ecr:ReplicateImage')).toBe(isDeclared);
        }
      }
    }),
    runs(12),
  );
});

test('makes more than 20,000 decisions', () => {
  expect(decisions).toBeGreaterThan(20_000);
});
