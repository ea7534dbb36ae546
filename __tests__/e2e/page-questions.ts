import { NO_CONTEXT } from '../../src/access/evaluate/evaluation-context';
import { explain, type Explanation } from '../../src/access/explain/explain';
import {
  explainReplication,
  type ReplicationExplanation,
} from '../../src/access/explain/explain-replication';
import { OPTION_NAMES } from '../../src/access/explain/input-names';
import { readExportedPolicy } from '../../src/access/explain/read-policy';
import {
  readConditionKeys,
  readQuestion,
  type ExplainedOperation,
} from '../../src/access/explain/read-question';
import { InputError } from '../../src/base/input-error';
import { withCheckedFixes } from '../../src/cli/checked-fixes';
import type { LoadedTopology } from '../../src/lint/declaration/load';
import { originalMatcher } from '../../src/lint/declaration/source-locations';
import { suggestedCallers, suggestedRepositories } from '../../src/page/model/suggestions';
import { explanationJson } from '../../src/report/access/explanation-json';

/** A question for the report page, with the names of the parameters in its URL. */
export interface PageQuestion {
  readonly operation: ExplainedOperation;
  readonly repository: string;
  readonly as?: string;
  readonly registry?: string;
  readonly from?: string;
  readonly to?: string;
  readonly identityPolicy?: string;
  readonly boundary?: string;
  readonly scp?: string;
  readonly rcp?: string;
  readonly context?: string;
}

const ACCOUNTS = ['111111111111', '222222222222', '999999999999', '777777777777'];
const OTHER_CALLERS = ACCOUNTS.flatMap((account) => [
  `arn:aws:iam::${account}:role/ci`,
  `arn:aws:iam::${account}:role/team/reader`,
  `arn:aws:iam::${account}:user/ann`,
  `arn:aws:iam::${account}:root`,
  `arn:aws:sts::${account}:assumed-role/reader/session`,
  `arn:aws:sts::${account}:assumed-role/AWSReservedSSO_Dev_0123456789abcdef/ann`,
  `arn:aws:sts::${account}:federated-user/bob`,
]);
const SERVICES = ['lambda', 'codebuild', 'ec2', 'ecs-tasks'].map((name) => `${name}.amazonaws.com`);

const policy = (statement: object): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Resource: '*', ...statement }] });
const EVERYTHING = policy({ Effect: 'Allow', Action: 'ecr:*' });
const POLICIES = [
  EVERYTHING,
  policy({ Effect: 'Allow', Action: ['ecr:GetAuthorizationToken', 'ecr:BatchGetImage'] }),
  policy({
    Effect: 'Allow',
    Action: 'ecr:*',
    Condition: { StringEquals: { 'aws:PrincipalTag/team': 'web' } },
  }),
  policy({ Effect: 'Deny', Action: 'ecr:PutImage' }),
];
const CONTEXTS = [
  'aws:PrincipalOrgID=o-a1b2c3d4e5',
  'aws:PrincipalTag/team=web\naws:PrincipalOrgID=o-z9z9z9z9z9',
  'aws:SourceAccount=222222222222',
  'aws:PrincipalOrgID=',
];

/** Returns questions about a topology. `pick` returns a random number below its argument. */
export function randomQuestions(
  { topology }: LoadedTopology,
  number: number,
  pick: (limit: number) => number,
): readonly PageQuestion[] {
  const one = <T>(items: readonly T[]): T => items[pick(items.length)]!;
  const declared = suggestedCallers(topology);
  const repositories = suggestedRepositories(topology);
  const registries = topology.registries.map(({ name }) => name);
  const containing = (repository: string): readonly string[] =>
    topology.registries
      .filter(({ repositories: contained }) => contained.some(({ name }) => name === repository))
      .map(({ name }) => name);
  const rarely = <T>(value: T): T | undefined => (pick(5) === 0 ? value : undefined);
  const policies = (): Partial<PageQuestion> => ({
    ...(pick(2) === 0 ? {} : { identityPolicy: one([EVERYTHING, ...POLICIES]) }),
    ...optional('boundary', rarely(one(POLICIES))),
    ...optional('scp', rarely(one(POLICIES))),
    ...optional('rcp', rarely(one(POLICIES))),
    ...(pick(2) === 0 ? {} : { context: one(CONTEXTS) }),
  });
  return Array.from({ length: number }, (): PageQuestion => {
    const operation = one(['pull', 'pull', 'push', 'push', 'replicate'] as const);
    const repository = one(repositories);
    if (operation === 'replicate') {
      return {
        operation,
        repository,
        from: one(registries),
        to: one(registries),
        ...optional('rcp', rarely(one(POLICIES))),
      };
    }
    const callers = [declared.length === 0 ? OTHER_CALLERS : declared, OTHER_CALLERS, SERVICES][
      one([0, 0, 1, 1, 2])
    ]!;
    const as = one([one(callers), sessionOf(one(callers))]);
    return {
      operation,
      repository,
      as,
      ...(pick(12) === 0 ? {} : { registry: one(pick(4) === 0 ? registries : containing(repository)) }),
      ...policies(),
    };
  });
}

function optional<Key extends keyof PageQuestion>(key: Key, value: PageQuestion[Key]): Partial<PageQuestion> {
  return value === undefined ? {} : { [key]: value };
}

/** The ARN of a session, which has no path, or the same text for other callers. */
function sessionOf(caller: string): string {
  return caller.replace(
    /^arn:(aws[a-z-]*):iam::([0-9]{12}):role\/(?:.*\/)?([^/*]+)$/,
    'arn:$1:sts::$2:assumed-role/$3/s1',
  );
}

export type Answer = { readonly json: object } | { readonly error: string };

/** Answers a question in Node.js like the command. The declaration has not been encoded for a page. */
export function answerInNode(loaded: LoadedTopology, question: PageQuestion): Answer {
  try {
    return { json: explanationJson(explainIn(loaded, question)) };
  } catch (error) {
    if (error instanceof InputError) return { error: error.message };
    throw error;
  }
}

/** Returns the answer with the fixes that the command keeps after checking them. */
export function checkedAnswerInNode(loaded: LoadedTopology, question: PageQuestion): object {
  return explanationJson(
    withCheckedFixes(explainIn(loaded, question), loaded, (changed) => explainIn(changed, question)),
  );
}

function explainIn(loaded: LoadedTopology, question: PageQuestion): Explanation | ReplicationExplanation {
  const { topology, deployment } = loaded;
  const { as, identityPolicy, boundary, scp, rcp, context } = question;
  const evaluationContext = {
    ...NO_CONTEXT,
    ...(identityPolicy === undefined
      ? {}
      : { identityPolicies: [readExportedPolicy(identityPolicy, 'identity policy')] }),
    ...(boundary === undefined ? {} : { boundary: readExportedPolicy(boundary, 'permissions boundary') }),
    ...(scp === undefined ? {} : { scps: [[readExportedPolicy(scp, 'SCP')]] }),
    ...(rcp === undefined ? {} : { rcps: [[readExportedPolicy(rcp, 'RCP')]] }),
    context: readConditionKeys(context?.split('\n') ?? [], OPTION_NAMES),
    isOriginal: originalMatcher(loaded),
  };
  const resolved = readQuestion({ ...question, caller: as }, topology, OPTION_NAMES);
  return resolved.operation === 'replicate'
    ? explainReplication(topology, resolved, evaluationContext)
    : explain(topology, deployment.accounts, resolved, evaluationContext);
}

/** Returns the arguments of `ecr-topology explain` for a question without policies. */
export function explainArguments(
  { operation, context, ...options }: PageQuestion,
  file: string,
): readonly string[] {
  const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const keys = context === undefined ? [] : ['--context', ...context.split('\n')];
  return ['explain', operation, '--topology', file, '--format', 'json', ...flags, ...keys];
}
