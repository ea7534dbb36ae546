import type { Caller } from '../src/access/evaluate/caller';
import { decide } from '../src/access/evaluate/decide';
import type { Layers } from '../src/access/evaluate/decision';
import { createRequestContext, type Request } from '../src/access/evaluate/request';
import { repositoryArn, type IdentityId, type RegistryId } from '../src/aws/arn';
import { uncheckedAccountId, uncheckedRegion, uncheckedRepositoryName } from '../src/aws/names';
import { policyText, type PolicyDocument, type PolicyStatement } from '../src/aws/policy/document';
import { identityPolicy } from '../src/aws/policy/grants';

/**
 * Measures decisions per second of `decide` for an organization of 40 registries and 1,000 repositories, each
 * with 50 principals. Compared in the same run, with the same requests, with:
 *
 * - a lower bound: one lookup in a precomputed set of "caller action repository", without conditions, denials
 *   and reasons;
 * - a simple script: `JSON.parse` of the repository policy for each request, and a loop over its statements.
 *
 *   npm run bench:decisions [-- DECISIONS]
 */
const PROMISED = 50_000;
const DECISIONS = Number(process.argv[2] ?? 200_000);
const ROUNDS = 5;
const REGISTRIES = 40;
const REPOSITORIES = 25;
const PRINCIPALS = 50;
const ACTIONS = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:PutImage', 'ecr:DeleteRepository'];
const REGIONS = ['eu-west-1', 'us-east-1', 'ap-northeast-1', 'eu-central-1'];

// The texts are valid: 12 digits, Regions of the table, names in ECR's pattern.
const accountOf = (index: number) => uncheckedAccountId(String(200_000_000_000 + index));
const regionOf = (index: number) => uncheckedRegion(REGIONS[index % REGIONS.length] ?? 'eu-west-1');
const repositoryOf = (index: number) => uncheckedRepositoryName(`team-${index % 5}/service-${index}`);

const registryOf = (index: number): RegistryId => ({ accountId: accountOf(index), region: regionOf(index) });
const roleOf = (account: number, index: number): IdentityId => ({
  kind: 'role',
  partition: 'aws',
  accountId: accountOf(account),
  path: '/ci/',
  name: `deploy-${index}`,
});
const arnOf = ({ accountId, path, name }: IdentityId) => `arn:aws:iam::${accountId}:role${path}${name}`;

interface Question {
  readonly request: Omit<Request, 'context'>;
  readonly layers: Layers;
  readonly policyJson: string;
  readonly key: string;
}

/**
 * Roles of ten accounts may pull, and roles of one may push. Accounts of an organization may pull with a
 * condition.
 */
function repositoryPolicyOf(registry: number, index: number): PolicyDocument {
  const statement = (
    sid: string,
    effect: 'Allow' | 'Deny',
    principals: readonly string[],
    actions: readonly string[],
    conditions: PolicyStatement['conditions'] = [],
  ): PolicyStatement => ({
    sid,
    effect,
    principals: { isNot: false, values: principals.map((value) => ({ type: 'AWS', value })) },
    actions: { isNot: false, values: actions },
    resources: undefined,
    conditions,
  });
  const roles = Array.from({ length: PRINCIPALS }, (_, each) =>
    arnOf(roleOf((registry + index + (each % 10)) % REGISTRIES, Math.floor(each / 10))),
  );
  return {
    statements: [
      statement('Pull', 'Allow', roles, ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer']),
      statement('Push', 'Allow', roles.slice(0, 5), ['ecr:PutImage', 'ecr:*Layer*']),
      statement(
        'Organization',
        'Allow',
        ['*'],
        ['ecr:BatchGetImage'],
        [
          { operator: 'StringEquals', key: 'aws:PrincipalOrgID', values: ['o-a1b2c3d4e5'] },
          { operator: 'ArnLike', key: 'aws:PrincipalArn', values: ['arn:aws:iam::*:role/ci/*-5'] },
        ],
      ),
      statement(
        'KeepOut',
        'Deny',
        ['*'],
        ['ecr:Delete*'],
        [
          {
            operator: 'ArnNotLike',
            key: 'aws:PrincipalArn',
            values: [`arn:aws:iam::${accountOf(registry)}:role/ci/*`],
          },
        ],
      ),
    ],
  };
}

/** Returns the same pseudorandom sequence in each run. */
function pseudoRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A caller and its policies, built once. */
interface CachedCaller {
  readonly caller: Caller;
  readonly identity: Layers['identity'];
}

const callerOf = (role: IdentityId): Caller => ({
  kind: 'identity',
  identity: role,
  session: undefined,
  isPathKnown: true,
});

function identityLayerOf(account: number): Layers['identity'] {
  const grants = Array.from({ length: 20 }, (_, each) => ({
    registry: registryOf((account - each + REGISTRIES) % REGISTRIES),
    repository: repositoryOf(each),
    operation: each % 4 === 0 ? ('push' as const) : ('pull' as const),
  }));
  return { policies: [{ label: 'inline policy', policy: identityPolicy(grants) }], isComplete: true };
}

function questions(): readonly Question[] {
  const policies = Array.from({ length: REGISTRIES }, (_, registry) =>
    Array.from({ length: REPOSITORIES }, (__, index) => {
      const policy = repositoryPolicyOf(registry, index);
      return { policy: { label: 'repository policy', policy }, policyJson: policyText(policy) };
    }),
  );
  const callers = new Map<string, CachedCaller>();
  const cachedCallerOf = (role: IdentityId, account: number): CachedCaller => {
    const known = callers.get(arnOf(role)) ?? { caller: callerOf(role), identity: identityLayerOf(account) };
    callers.set(arnOf(role), known);
    return known;
  };
  const next = pseudoRandom(7);
  return Array.from({ length: 20_000 }, () => {
    const registry = next(REGISTRIES);
    const index = next(REPOSITORIES);
    // Three of four requests come from an account with access, so that some are allowed.
    const account = next(4) > 0 ? (registry + index) % REGISTRIES : next(REGISTRIES);
    const role = roleOf(account, next(6));
    const { caller, identity } = cachedCallerOf(role, account);
    const action = ACTIONS[next(ACTIONS.length)] ?? 'ecr:PutImage';
    const resource = {
      kind: 'repository',
      registry: registryOf(registry),
      name: repositoryOf(index),
    } as const;
    const policy = policies[registry]?.[index];
    return {
      request: { caller, action, resource },
      layers: {
        identity,
        boundary: undefined,
        scps: [],
        rcps: [],
        repositoryPolicy: policy?.policy,
        registryPolicy: undefined,
        registryPolicyScope: 'V2',
      },
      policyJson: policy?.policyJson ?? '',
      key: `${arnOf(role)} ${action} ${repositoryArn(resource.registry, resource.name)}`,
    };
  });
}

interface Contestant {
  readonly name: string;
  readonly evaluate: (question: Question) => boolean;
}

function evaluateWithDecide({ request, layers }: Question): ReturnType<typeof decide> {
  const context = createRequestContext(request.caller, request.resource.registry);
  return decide({ ...request, context }, layers);
}

/** The fields of the JSON that the script reads. */
interface PolicyJson {
  readonly Statement: readonly {
    readonly Principal: string | { readonly AWS: string | readonly string[] };
    readonly Action: string | readonly string[];
  }[];
}

function evaluateWithScript({ request: { caller, action }, policyJson }: Question): boolean {
  if (caller.kind !== 'identity') return false;
  const arn = arnOf(caller.identity);
  // `policyText` wrote it.
  const { Statement } = JSON.parse(policyJson) as PolicyJson;
  return Statement.some(({ Principal, Action }) => {
    const principals = typeof Principal === 'string' ? Principal : Principal.AWS;
    return principals.includes(arn) && Action.includes(action);
  });
}

/** Counted so that the compiler cannot remove the evaluation. */
let allowedCount = 0;

/** @returns evaluations per second of processor time, independent of other processes; the median of all rounds */
function rate({ evaluate }: Contestant, batch: readonly Question[]): number {
  const rates = Array.from({ length: ROUNDS }, () => {
    const start = process.cpuUsage();
    for (let done = 0; done < DECISIONS; done += batch.length) {
      for (const question of batch) allowedCount += evaluate(question) ? 1 : 0;
    }
    const { user, system } = process.cpuUsage(start);
    const seconds = (user + system) / 1e6;
    return (Math.ceil(DECISIONS / batch.length) * batch.length) / seconds;
  });
  return rates.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? NaN;
}

function main(): void {
  const batch = questions();
  const verdicts = batch.map((question) => evaluateWithDecide(question).verdict);
  const allowed = new Set(batch.filter((_, index) => verdicts[index] === 'allowed').map(({ key }) => key));
  const floor = rate({ name: 'floor', evaluate: ({ key }) => allowed.has(key) }, batch);
  const script = rate({ name: 'script', evaluate: evaluateWithScript }, batch);
  const decideRate = rate(
    { name: 'decide', evaluate: (question) => evaluateWithDecide(question).verdict === 'allowed' },
    batch,
  );

  const share = (verdict: string) =>
    `${((verdicts.filter((each) => each === verdict).length / verdicts.length) * 100).toFixed(0)} % ${verdict}`;
  console.log(
    `${REGISTRIES} registries, ${REGISTRIES * REPOSITORIES} repositories, ${PRINCIPALS} principals each; ` +
      `${share('allowed')}, ${share('denied')}, ${share('unknown')}. Median of ${ROUNDS} rounds.`,
  );
  for (const [name, result] of [
    ['look-up in a set made beforehand (floor)', floor],
    ['JSON.parse and a walk, each time', script],
    ['decide, with its context and reason', decideRate],
  ] as const) {
    const ratio = (decideRate / result).toFixed(3);
    console.log(`${name.padEnd(42)} ${result.toFixed(0).padStart(10)} a second   decide is ${ratio} x that`);
  }
  const isMet = decideRate >= PROMISED;
  console.log(`Of all answers, ${allowedCount} were yes.`);
  console.log(`at least ${PROMISED} decisions a second promised: ${isMet ? 'met' : 'NOT MET'}`);
  if (!isMet) process.exitCode = 1;
}

main();
