import { Command } from 'commander';
import { declarationFile } from '../declaration/syntax/source';
import { diagnose, matchMessage } from '../diagnose/diagnose';
import type { DeclaredTopology } from '../diagnose/model/location';
import { MAX_PASTE_LENGTH } from '../diagnose/parse/paste';
import { loadTopology, type Loaded } from '../lint/declaration/load';
import { diagnosisJson, diagnosisText, unrecognisedJson, unrecognisedText } from '../report/diagnosis';
import { failureText } from '../report/format/text';
import { EXIT, exitCodeFor, UsageError } from './exit';
import { formatOption, reportDiagnostics, topologyOption, type Format } from './options';
import { outputOf, outputOption, type Output } from './output';

interface Options {
  readonly topology?: string;
  readonly format: Format;
}

export function diagnoseCommand(): Command {
  return new Command('diagnose')
    .description('what does this message from Docker, AWS or Terraform mean here?')
    .argument('[text]', 'the message; without it, standard input is read')
    .addOption(topologyOption())
    .addOption(formatOption())
    .addOption(outputOption())
    .addHelpText(
      'after',
      `
Explains what Docker and other clients, the AWS CLI, Terraform, Kubernetes, CI systems or services of AWS print: which policy of
which account or which setting to change, and how. Without a topology.yaml the advice is general. Nothing is sent anywhere.

Examples:
  $ ecr-topology diagnose "denied: User: arn:aws:sts::111111111111:assumed-role/ci/build is not authorized to …"
  $ docker push "$IMAGE" 2>&1 | ecr-topology diagnose
  $ kubectl describe pod my-pod | ecr-topology diagnose --format json | jq '.policies'

Exit code: 0 recognised, 1 the topology that was named has errors, 2 not recognised.`,
    )
    .action(async (text: string | undefined, options: Options, command: Command) => {
      const pasted = text ?? (await readStandardInput());
      if (pasted === undefined || pasted.trim() === '') reportMissingMessage();
      else printDiagnosis(pasted, options, outputOf(command));
    });
}

function printDiagnosis(pasted: string, { topology, format }: Options, output: Output): void {
  const result = loadDeclared(topology, output);
  if ('refused' in result) {
    process.exitCode = exitCodeFor(result.refused);
    return;
  }
  const message = matchMessage(pasted);
  process.exitCode = message === undefined ? EXIT.couldNotRun : EXIT.ok;
  const diagnosis = message === undefined ? undefined : diagnose(message, result.declared);
  if (format === 'json') {
    output.print(jsonText(diagnosis === undefined ? unrecognisedJson(pasted) : diagnosisJson(diagnosis)));
  } else if (diagnosis === undefined) {
    process.stderr.write(unrecognisedText(pasted, output.messages));
  } else {
    output.print(diagnosisText(diagnosis, output.terminal));
  }
}

/**
 * Loads the declaration to compare the message with. A declaration that the user names must be valid. `topology.yaml`
 * in the current folder may be missing or have errors: the advice is general then.
 */
function loadDeclared(
  named: string | undefined,
  output: Output,
): { readonly declared: DeclaredTopology | undefined } | { readonly refused: Loaded } {
  const isNamed = named !== undefined || (process.env.ECR_TOPOLOGY ?? '') !== '';
  const loaded = loadTopology(declarationFile(named, process.env), process.env);
  if (loaded.kind === 'topology') {
    return { declared: { topology: loaded.topology, accounts: loaded.deployment.accounts } };
  }
  if (isNamed) {
    reportDiagnostics(loaded, output);
    return { refused: loaded };
  }
  if (loaded.kind === 'refused') {
    process.stderr.write(
      `${loaded.source.file} has errors (see validate), so that the advice is general.\n\n`,
    );
  }
  return { declared: undefined };
}

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
    'there is no message to diagnose; give it as the argument or on standard input (--help shows how)',
  );
  process.stderr.write(failureText(error, process.env));
  process.exitCode = EXIT.couldNotRun;
}

/** Renders unknown values as `null`, so every key is always present. */
function jsonText(result: object): string {
  return `${JSON.stringify(result, (_, value: unknown) => value ?? null, 2)}\n`;
}
