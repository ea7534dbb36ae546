import { Command } from 'commander';
import { NO_CONTEXT } from '../access/evaluate/evaluation-context';
import { findDeclaration } from '../declaration/syntax/source';
import { deniedQuestion, diagnose, matchMessage } from '../diagnose/diagnose';
import type { Message } from '../diagnose/model/entry';
import type { DeclaredTopology } from '../diagnose/model/location';
import { MAX_PASTE_LENGTH } from '../diagnose/parse/paste';
import { loadTopology, type Loaded, type LoadedTopology } from '../lint/declaration/load';
import { originalMatcher } from '../lint/declaration/source-locations';
import { explanationText } from '../report/access/explanation';
import { liveExplanationJson } from '../report/access/live-explanation-json';
import { diagnosisText, unrecognisedText } from '../report/diagnosis';
import { diagnosisJson, unrecognisedJson } from '../report/diagnosis-parts';
import { failureText, printable } from '../report/format/text';
import { EXIT, exitCodeFor, UsageError } from './exit';
import { explainRequestLive } from './explain-live';
import { withHelpText } from './help';
import { formatOption, topologyOption, type Format } from './options';
import { reportDiagnostics } from './report-diagnostics';
import { outputOf, outputOption, type Output } from './output';

interface Options {
  readonly topology?: string;
  readonly format: Format;
  readonly live?: boolean;
}

export function diagnoseCommand(): Command {
  const command = new Command('diagnose')
    .description('Explain an error message from Docker, AWS, Terraform or CI')
    .argument('[text]', 'error message (default: standard input)')
    .option('--live', 'also evaluate the policies that are in AWS now')
    .addOption(topologyOption())
    .addOption(formatOption())
    .addOption(outputOption())
    .action(async (text: string | undefined, options: Options, self: Command) => {
      const pasted = text ?? (await readStandardInput());
      if (pasted === undefined || pasted.trim() === '') reportMissingMessage();
      else await printDiagnosis(pasted, options, outputOf(self));
    });
  return withHelpText(command, {
    about: [
      'Shows which policy of which account, or which setting, causes the error, and how to fix it. Recognizes messages of Docker and other clients, the AWS CLI, Terraform, Kubernetes, CI systems and AWS services. Without a topology.yaml, the advice is general. The message is not sent anywhere.',
      'With --live, if the message is a denied pull or push of a repository of the topology, also evaluates the policies that are in AWS now, like explain --live. Changes nothing in AWS.',
    ],
    examples: [
      `ecr-topology diagnose "denied: User: arn:aws:sts::… is not authorized to …"`,
      'docker push "$IMAGE" 2>&1 | ecr-topology diagnose',
      'docker push "$IMAGE" 2>&1 | ecr-topology diagnose --live',
      'kubectl describe pod my-pod | ecr-topology diagnose --format json',
    ],
    exitCodes: [
      [EXIT.ok, 'recognized'],
      [EXIT.failed, 'the declaration that you named has errors'],
      [EXIT.couldNotRun, 'not recognized, wrong usage, or a file cannot be read'],
    ],
  });
}

async function printDiagnosis(pasted: string, options: Options, output: Output): Promise<void> {
  const { topology, format, live = false } = options;
  const result = loadDeclared(topology, output);
  if ('refused' in result) {
    process.exitCode = exitCodeFor(result.refused);
    return;
  }
  const { loaded, declared } = result;
  if (live && loaded === undefined) {
    throw new UsageError(
      "--live requires a valid topology.yaml, which has the accounts. Run 'ecr-topology validate', or name a file with --topology.",
    );
  }
  const message = matchMessage(pasted);
  process.exitCode = message === undefined ? EXIT.couldNotRun : EXIT.ok;
  const diagnosis = message === undefined ? undefined : diagnose(message, declared);
  const explanation =
    live && message !== undefined && loaded !== undefined
      ? await explainDenialLive(message, loaded)
      : undefined;
  if (format === 'json') {
    output.print(
      jsonText(
        diagnosis === undefined
          ? unrecognisedJson(pasted)
          : {
              ...diagnosisJson(diagnosis),
              ...(explanation === undefined ? {} : { live: liveExplanationJson(explanation) }),
            },
      ),
    );
  } else if (diagnosis === undefined) {
    process.stderr.write(unrecognisedText(pasted, output.messages));
  } else {
    const liveText =
      explanation === undefined ? '' : `\n${LIVE_TITLE}\n\n${explanationText(explanation, output.terminal)}`;
    output.print(`${diagnosisText(diagnosis, output.terminal)}${liveText}`);
  }
}

const LIVE_TITLE = 'The policies in AWS now:';

/** Explains the denied request by the policies in AWS. Returns undefined if the message does not show the request. */
async function explainDenialLive(message: Message, loaded: LoadedTopology): Promise<LiveAnswer | undefined> {
  const question = deniedQuestion(message, declaredOf(loaded));
  if (question === undefined) {
    process.stderr.write(NO_QUESTION);
    return undefined;
  }
  const evaluationContext = { ...NO_CONTEXT, isOriginal: originalMatcher(loaded) };
  return explainRequestLive(loaded, question, evaluationContext, {});
}

type LiveAnswer = Awaited<ReturnType<typeof explainRequestLive>>;

const NO_QUESTION =
  "Read nothing from AWS: the message does not show a denied pull or push with its caller, and a registry and repository of the topology. Use 'explain --live' with --as and --repository.\n\n";

function declaredOf({ topology, deployment }: LoadedTopology): DeclaredTopology {
  return { topology, accounts: deployment.accounts };
}

/**
 * Loads the declaration to compare the message with. A declaration that the user names must be valid. `topology.yaml`
 * may be missing or have errors: the advice is general then.
 */
function loadDeclared(named: string | undefined, output: Output): Declared | { readonly refused: Loaded } {
  const { kind, file } = findDeclaration(named, process.env);
  if (kind === 'missing') return NOT_DECLARED;
  const loaded = loadTopology(file, process.env);
  if (loaded.kind === 'topology') {
    return { loaded, declared: declaredOf(loaded) };
  }
  if (kind === 'named') {
    reportDiagnostics(loaded, output);
    return { refused: loaded };
  }
  if (loaded.kind === 'refused') {
    process.stderr.write(
      `${printable(loaded.source.file)} has errors, so the advice is general. Run 'ecr-topology validate' to see them.\n\n`,
    );
  }
  return NOT_DECLARED;
}

interface Declared {
  readonly loaded: LoadedTopology | undefined;
  readonly declared: DeclaredTopology | undefined;
}

const NOT_DECLARED: Declared = { loaded: undefined, declared: undefined };

/** Returns undefined on a terminal: the user would wait for a prompt that never comes. */
async function readStandardInput(): Promise<string | undefined> {
  if (process.stdin.isTTY) return undefined;
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of process.stdin) {
    // Standard input without an encoding gives bytes.
    text += decoder.decode(chunk as Buffer, { stream: true });
    // Only the end of a log is read, so the rest is discarded to save memory.
    if (text.length > 2 * MAX_PASTE_LENGTH) text = text.slice(-MAX_PASTE_LENGTH);
  }
  return text;
}

function reportMissingMessage(): void {
  const error = new UsageError(
    'No message to diagnose. Pass it as an argument or on standard input. Run with --help for examples.',
  );
  process.stderr.write(failureText(error, process.env));
  process.exitCode = EXIT.couldNotRun;
}

/** Renders unknown values as `null`, so every key is always present. */
function jsonText(result: object): string {
  return `${JSON.stringify(result, (_, value: unknown) => value ?? null, 2)}\n`;
}
