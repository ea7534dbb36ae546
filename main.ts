import { parseArgs } from 'node:util';
import { EXIT } from './src/cli/exit';
import { runSynthesis } from './src/cli/synth';
import { failureText } from './src/report/format/text';
import { DEFAULT_FOLDER, isRunByCdktf, outputFolder, synthesise } from './stacks/synthesise';

const USAGE = `Usage: npm run synth -- [options]

Write the Terraform stacks of topology.yaml to ${DEFAULT_FOLDER}

Options:
  --topology <file>  declaration to read (default: $ECR_TOPOLOGY, or topology.yaml)
  -q, --quiet        hide warnings
  -h, --help         print this help

Environment variables:
  ECR_TOPOLOGY       declaration to read
  CDKTF_OUTDIR       output folder (default: ${DEFAULT_FOLDER})
`;

/**
 * Reads the declaration and writes the Terraform stacks. `cdktf.json` runs this file.
 * @returns the exit code
 */
function main(): number {
  const { values } = parseArgs({
    options: {
      topology: { type: 'string' },
      quiet: { type: 'boolean', short: 'q', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return EXIT.ok;
  }
  const folder = outputFolder(process.env);
  return runSynthesis({
    topology: values.topology,
    isQuiet: values.quiet,
    outputFolder: folder === DEFAULT_FOLDER ? undefined : folder,
    isRunByCdktf: isRunByCdktf(process.env),
    write: (topology, deployment, onStack) => synthesise(topology, deployment, { folder, onStack }),
  });
}

try {
  process.exitCode = main();
} catch (error) {
  process.stderr.write(failureText(error, process.env));
  process.exitCode = EXIT.couldNotRun;
}
