import { Command } from 'commander';
import { findDeclaration } from '../declaration/syntax/source';
import { diagnose, matchMessage } from '../diagnose/diagnose';
import type { DeclaredTopology } from '../diagnose/model/location';
import { MAX_PASTE_LENGTH } from '../diagnose/parse/paste';
import { loadTopology, type Loaded } from '../lint/declaration/load';
import { diagnosisJson, diagnosisText, unrecognisedJson, unrecognisedText } from '../report/diagnosis';
import { failureText, printable } from '../report/format/text';
import { EXIT, exitCodeFor, UsageError } from './exit';
import { withHelpText } from './help';
import { formatOption, topologyOption, type Format } from './options';
import { reportDiagnostics } from './report-diagnostics';
import { outputOf, outputOption, type Output } from './output';

interface Options {
  readonly topology?: string;
  readonly format: Format;
}

export function diagnoseCommand(): Command {
  const command = new Command('diagnose')
    .description('Explain an error message from Docker, AWS, Terraform or CI')
    .argument('[text]', 'error message (default: standard input)')
    .addOption(topologyOption())
    .addOption(formatOption())
    .addOption(outputOption())
    .action(async (text: string | undefined, options: Options, self: Command) => {
      const pasted = text ?? (await readStandardInput());
      if (pasted === undefined || pasted.trim() === '') reportMissingMessage();
      else printDiagnosis(pasted, options, outputOf(self));
    });
  return withHelpText(command, {
    about: [
      'Shows which policy of which account, or which setting, causes the error, and how to fix it. Recognizes messages of Docker and other clients, the AWS CLI, Terraform, Kubernetes, CI systems and AWS services. Without a topology.yaml, the advice is general. The message is not sent anywhere.',
    ],
    examples: [
      `ecr-topology diagnose "denied: User: arn:aws:sts::… is not authorized to …"`,
      'docker push "$IMAGE" 2>&1 | ecr-topology diagnose',
      'kubectl describe pod my-pod | ecr-topology diagnose --format json',
    ],
    exitCodes: [
      [EXIT.ok, 'recognized'],
      [EXIT.failed, 'the declaration that you named has errors'],
      [EXIT.couldNotRun, 'not recognized, wrong usage, or a file cannot be read'],
    ],
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
 * may be missing or have errors: the advice is general then.
 */
function loadDeclared(
  named: string | undefined,
  output: Output,
): { readonly declared: DeclaredTopology | undefined } | { readonly refused: Loaded } {
  const { kind, file } = findDeclaration(named, process.env);
  if (kind === 'missing') return { declared: undefined };
  const loaded = loadTopology(file, process.env);
  if (loaded.kind === 'topology') {
    return { declared: { topology: loaded.topology, accounts: loaded.deployment.accounts } };
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
    'No message to diagnose. Pass it as an argument or on standard input. Run with --help for examples.',
  );
  process.stderr.write(failureText(error, process.env));
  process.exitCode = EXIT.couldNotRun;
}

/** Renders unknown values as `null`, so every key is always present. */
function jsonText(result: object): string {
  return `${JSON.stringify(result, (_, value: unknown) => value ?? null, 2)}\n`;
}
