import { Argument, Command, Option } from 'commander';
import type { Decision } from '../access/evaluate/decision';
import { NO_CONTEXT, type EvaluationContext } from '../access/evaluate/evaluation-context';
import { explain, type Explanation } from '../access/explain/explain';
import { explainReplication, type ReplicationExplanation } from '../access/explain/explain-replication';
import { OPTION_NAMES } from '../access/explain/input-names';
import {
  EXPLAINED_OPERATIONS,
  readConditionKeys,
  readQuestion,
  type AnyQuestion,
  type ExplainedOperation,
} from '../access/explain/read-question';
import type { LoadedTopology } from '../lint/declaration/load';
import { originalMatcher } from '../lint/declaration/source-locations';
import type { PolicyContext } from '../live/identity/caller-policies';
import type { Topology } from '../model/topology';
import { explanationText } from '../report/access/explanation';
import { liveExplanationJson } from '../report/access/live-explanation-json';
import { withCheckedFixes } from './checked-fixes';
import { EXIT } from './exit';
import { explainReplicationOfLive, explainRequestLive } from './explain-live';
import { withHelpText } from './help';
import { formatOption, loadAndReport, topologyOption, type Format } from './options';
import { outputOf, outputOption } from './output';
import { readPolicyFile } from './policy-file';

interface Options {
  readonly as?: string;
  readonly repository: string;
  readonly registry?: string;
  readonly from?: string;
  readonly to?: string;
  readonly identityPolicy?: readonly string[];
  readonly boundary?: string;
  readonly scp?: readonly string[];
  readonly rcp?: readonly string[];
  readonly context?: readonly string[];
  readonly live?: boolean;
  readonly topology?: string;
  readonly format: Format;
}

export function explainCommand(): Command {
  const command = new Command('explain')
    .description('Show whether a request is allowed, and how to allow it')
    .addArgument(new Argument('<operation>', 'operation to explain').choices(EXPLAINED_OPERATIONS))
    .option(
      '--as <arn>',
      'caller: ARN of a role, session, user or federated user, or the name of an AWS service',
    )
    .requiredOption('--repository <name>', 'repository')
    .option('--registry <name>', 'registry; required if several registries contain the repository')
    .option('--from <registry>', 'replicate: source registry')
    .option('--to <registry>', 'replicate: destination registry')
    .option(
      '--identity-policy <file...>',
      "identity policies of the caller, as JSON from AWS, in addition to the topology's",
    )
    .option('--boundary <file>', 'permissions boundary of the caller')
    .option('--scp <file...>', "service control policies of one level above the caller's account")
    .option('--rcp <file...>', "resource control policies of one level above the registry's account")
    .addOption(
      new Option(
        '--context <key=value...>',
        'condition keys of the request, such as aws:PrincipalOrgID=o-a1b2c3d4e5; an empty value removes the key',
      ),
    )
    .option('--live', 'evaluate the policies that are in AWS now')
    .addOption(topologyOption())
    .addOption(formatOption())
    .addOption(outputOption())
    .action(async (operation: ExplainedOperation, options: Options, self: Command) => {
      const output = outputOf(self);
      const loaded = loadAndReport(options.topology, output);
      if (loaded.kind !== 'topology') {
        // A declaration with errors denies nothing, so the exit code is not the one for "denied".
        process.exitCode = EXIT.couldNotRun;
        return;
      }
      const explanation =
        options.live === true
          ? await explainWithLive(operation, options, loaded)
          : explainDeclared(operation, options, loaded);
      output.print(
        options.format === 'json' ? json(explanation) : explanationText(explanation, output.terminal),
      );
      process.exitCode = EXIT_CODES[explanation.verdict];
    });
  return withHelpText(command, {
    about: [
      'Evaluates the policies of the topology and the policy files that you name. If the topology attaches no policy to a role, name its policies with --identity-policy; otherwise the answer can be UNKNOWN. Without --boundary, --scp and --rcp, such policies are assumed to allow everything.',
      'With --live, evaluates the policies that are in AWS now: the policies of the repository and the registry, the identity policies and permissions boundary of the caller with those of its groups, and the control policies of the organization. Shows where AWS and the topology differ. A policy that cannot be read is unknown, and its reason is printed. A policy file replaces the policies of its type in AWS. Uses the credentials of accounts in the declaration, and changes nothing in AWS.',
    ],
    examples: [
      `ecr-topology explain pull --repository my-repo --registry management \\
  --as arn:aws:iam::111111111111:role/ci`,
      `ecr-topology explain push --repository my-repo --identity-policy ci.json \\
  --as arn:aws:iam::111111111111:role/ci`,
      `ecr-topology explain pull --live --repository my-repo \\
  --registry management --as arn:aws:iam::111111111111:role/ci`,
      `ecr-topology explain replicate --repository my-repo \\
  --from develop --to management`,
    ],
    exitCodes: [
      [EXIT.ok, 'allowed'],
      [EXIT.failed, 'denied'],
      [EXIT.couldNotRun, 'unknown, wrong usage, or the declaration has errors'],
    ],
  });
}

const EXIT_CODES: Readonly<Record<Decision['verdict'], number>> = {
  allowed: EXIT.ok,
  denied: EXIT.failed,
  unknown: EXIT.couldNotRun,
};

/** Evaluates the declaration. */
function explainDeclared(operation: ExplainedOperation, options: Options, loaded: LoadedTopology): Answer {
  const provided = readProvidedPolicies(options);
  const explainIn = (declaration: LoadedTopology): Answer => {
    const { topology, deployment } = declaration;
    const evaluationContext = evaluationContextOf(options, provided, declaration);
    const asked = readAsked(operation, options, topology);
    return asked.operation === 'replicate'
      ? explainReplication(topology, asked, evaluationContext)
      : explain(topology, deployment.accounts, asked, evaluationContext);
  };
  return withCheckedFixes(explainIn(loaded), loaded, explainIn);
}

/** Evaluates what is in AWS. */
async function explainWithLive(
  operation: ExplainedOperation,
  options: Options,
  loaded: LoadedTopology,
): Promise<Answer> {
  const provided = readProvidedPolicies(options);
  const evaluationContext = evaluationContextOf(options, provided, loaded);
  const asked = readAsked(operation, options, loaded.topology);
  return asked.operation === 'replicate'
    ? explainReplicationOfLive(loaded, asked, evaluationContext)
    : explainRequestLive(loaded, asked, evaluationContext, provided);
}

type Answer = Explanation | ReplicationExplanation;

function readAsked(operation: ExplainedOperation, options: Options, topology: Topology): AnyQuestion {
  return readQuestion({ ...options, operation, caller: options.as }, topology, OPTION_NAMES);
}

/** Only the types of policies that files were named for. */
function readProvidedPolicies({ identityPolicy, boundary, scp, rcp }: Options): Partial<PolicyContext> {
  return {
    ...(identityPolicy === undefined ? {} : { identityPolicies: identityPolicy.map(readPolicyFile) }),
    ...(boundary === undefined ? {} : { boundary: readPolicyFile(boundary) }),
    ...(scp === undefined ? {} : { scps: [scp.map(readPolicyFile)] }),
    ...(rcp === undefined ? {} : { rcps: [rcp.map(readPolicyFile)] }),
  };
}

function evaluationContextOf(
  { context }: Options,
  provided: Partial<PolicyContext>,
  loaded: LoadedTopology,
): EvaluationContext {
  return {
    ...NO_CONTEXT,
    ...provided,
    context: readConditionKeys(context ?? [], OPTION_NAMES),
    isOriginal: originalMatcher(loaded),
  };
}

function json(explanation: Explanation | ReplicationExplanation): string {
  return `${JSON.stringify(liveExplanationJson(explanation), null, 2)}\n`;
}
