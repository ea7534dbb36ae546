import { Command, Option } from 'commander';
import { COMMENT_LIMIT } from '../report/format/comment';
import { verificationJson } from '../report/verify/json';
import { verificationJunit } from '../report/verify/junit';
import { verificationMarkdown } from '../report/verify/markdown';
import { verificationText } from '../report/verify/text';
import { isComplete, isDifferent, type Verification } from '../verify/verification';
import { EXIT } from './exit';
import { withHelpText } from './help';
import { verifyLive, type LiveOptions } from './live-verification';
import { loadAndReport, topologyOption } from './options';
import { outputOf, outputOption, type Output } from './output';
import { Progress } from './progress';

const FORMATS = ['text', 'json', 'markdown', 'junit'] as const;

interface Options extends LiveOptions {
  readonly topology?: string;
  readonly format: (typeof FORMATS)[number];
}

export function verifyCommand(): Command {
  const self = new Command('verify')
    .description('Compare the declaration with what AWS contains')
    .addOption(topologyOption())
    .option('--images', 'also compare the images of sources and destinations of replication')
    .option('--ignore-undeclared', 'ignore resources in AWS that are not declared')
    .option('--ignore-kept', 'ignore images and tags that only a destination contains')
    .addOption(new Option('--format <format>', 'output format').choices(FORMATS).default('text'))
    .addOption(outputOption())
    .action(async (options: Options, command: Command) => {
      process.exitCode = await verify(options, outputOf(command));
    });
  return withHelpText(self, {
    about: [
      'Reads the declared registries, and the policies of declared roles and users, from AWS. Shows what is missing in AWS, not declared, or different. The command only reads.',
      'Settings that the declaration does not contain are not compared. A value that cannot be read is not a difference: it is listed with the reason.',
    ],
    examples: [
      'ecr-topology verify',
      'ecr-topology verify --images --ignore-kept',
      'ecr-topology verify --ignore-undeclared --format junit --output verify.xml',
    ],
    exitCodes: [
      [EXIT.ok, 'AWS contains what is declared'],
      [EXIT.failed, 'AWS differs'],
      [
        EXIT.couldNotRun,
        'a value could not be read, and there is no difference in the others; or the declaration has errors',
      ],
    ],
  });
}

async function verify(options: Options, output: Output): Promise<number> {
  const loaded = loadAndReport(options.topology, output);
  // A declaration with errors cannot be compared, so the exit code is not the one for "differs".
  if (loaded.kind !== 'topology') return EXIT.couldNotRun;
  const progress = new Progress(process.stderr, process.env);
  const verification = await verifyLive(loaded, options, progress).finally(() => {
    progress.end();
  });
  output.print(render(verification, options, output));
  if (isDifferent(verification)) return EXIT.failed;
  return isComplete(verification) ? EXIT.ok : EXIT.couldNotRun;
}

function render(verification: Verification, { format }: Options, { terminal }: Output): string {
  switch (format) {
    case 'text':
      return verificationText(verification, terminal);
    case 'json':
      return verificationJson(verification);
    case 'markdown':
      return verificationMarkdown(verification, COMMENT_LIMIT);
    case 'junit':
      return verificationJunit(verification);
  }
}
