import { Command, Option } from 'commander';
import { uncheckedRegistryName } from '../aws/names';
import { getPartition } from '../aws/partitions';
import { count } from '../base/text';
import type { LoadedTopology } from '../lint/declaration/load';
import { originalMatcher } from '../lint/declaration/source-locations';
import { createImageReader } from '../live/images/read-images';
import { isRepositoryListKnown, type LiveTopology } from '../live/registry/live-topology';
import { readIdentities } from '../live/registry/read-identities';
import { readTopology } from '../live/registry/read-topology';
import { declaredTargets, type ReadTarget } from '../live/registry/targets';
import { AwsError } from '../live/failure';
import type { Registry } from '../model/topology';
import { COMMENT_LIMIT } from '../report/format/comment';
import { printable } from '../report/format/text';
import { verificationJson } from '../report/verify/json';
import { verificationJunit } from '../report/verify/junit';
import { verificationMarkdown } from '../report/verify/markdown';
import { verificationText } from '../report/verify/text';
import { findDifferences } from '../verify/differences';
import { withoutKept, type ImageVerification } from '../verify/images';
import { isComplete, isDifferent, type Verification } from '../verify/verification';
import { relevantUnreadable } from '../verify/relevant-unreadable';
import { verifyImages } from '../verify/verify-images';
import { EXIT } from './exit';
import { withHelpText } from './help';
import { loadAndReport, topologyOption } from './options';
import { outputOf, outputOption, type Output } from './output';
import { Progress } from './progress';

const FORMATS = ['text', 'json', 'markdown', 'junit'] as const;

interface Options {
  readonly topology?: string;
  readonly images?: true;
  readonly ignoreUndeclared?: true;
  readonly ignoreKept?: true;
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
  const verification = await readAndCompare(loaded, options, progress).finally(() => {
    progress.end();
  });
  output.print(render(verification, options, output));
  if (isDifferent(verification)) return EXIT.failed;
  return isComplete(verification) ? EXIT.ok : EXIT.couldNotRun;
}

async function readAndCompare(
  loaded: LoadedTopology,
  options: Options,
  progress: Progress,
): Promise<Verification> {
  const { topology, deployment } = loaded;
  const targets = declaredTargets([...topology.registries, ...otherAccounts(loaded)], deployment.accounts);
  const live = await readLive(loaded, targets, progress);
  const ignoresUndeclared = options.ignoreUndeclared === true;
  return {
    registries: topology.registries,
    differences: findDifferences(topology, live, { defaultTags: deployment.tags, ignoresUndeclared }),
    unreadable: relevantUnreadable(topology, live.unreadable, { ignoresUndeclared }),
    images:
      options.images === true ? await compareImages(loaded, live, targets, options, progress) : undefined,
  };
}

/**
 * Returns accounts without a registry whose roles or users are declared, as targets. IAM is global, so any Region of the
 * partition has the same roles.
 */
function otherAccounts({ topology, deployment }: LoadedTopology): readonly Omit<ReadTarget, 'open'>[] {
  const { registries, identities } = topology;
  return deployment.accounts.flatMap(({ id, name }) => {
    const identity = identities.find(({ accountId }) => accountId === id);
    if (identity === undefined || registries.some(({ accountId }) => accountId === id)) return [];
    const region = registries.find((each) => getPartition(each.region).id === identity.partition)?.region;
    const [other] = registries;
    if (other === undefined) return [];
    return [{ name: uncheckedRegistryName(name), accountId: id, region: region ?? other.region }];
  });
}

async function readLive(
  { topology }: LoadedTopology,
  targets: readonly ReadTarget[],
  progress: Progress,
): Promise<LiveTopology> {
  const registries = targets.slice(0, topology.registries.length);
  progress.show(`Reading ${count(registries.length, 'registry', 'registries')} …`);
  const live = await readTopology(registries, {
    onProgress: ({ read, total }) => {
      progress.show(`Reading ${read} of ${count(total, 'repository', 'repositories')} …`);
    },
  });
  const { identities, unreadable } = await readIdentities(targets, topology.identities);
  return {
    ...live,
    topology: { ...live.topology, identities },
    unreadable: [...live.unreadable, ...unreadable],
  };
}

async function compareImages(
  loaded: LoadedTopology,
  live: LiveTopology,
  targets: readonly ReadTarget[],
  options: Options,
  progress: Progress,
): Promise<ImageVerification> {
  const verification = await verifyImages({
    topology: loaded.topology,
    isOriginal: originalMatcher(loaded),
    repositoriesIn: (registry) => repositoriesIn(live, registry),
    openReader: async (registry) => {
      const session = await targets
        .find(({ name }) => name === registry.name)
        ?.open()
        .catch(ignoreAwsError);
      return session && createImageReader(session, registry.region);
    },
    onProgress: (repository, done, total) => {
      progress.show(
        `Comparing images: ${printable(repository)} (${done} of ${count(total, 'repository', 'repositories')}) …`,
      );
    },
  });
  return options.ignoreKept === true ? withoutKept(verification) : verification;
}

/** The registry is already listed as one that could not be read. */
function ignoreAwsError(error: unknown): undefined {
  if (error instanceof AwsError) return undefined;
  throw error;
}

function repositoriesIn(
  live: LiveTopology,
  registry: Registry,
): ReturnType<Parameters<typeof verifyImages>[0]['repositoriesIn']> {
  if (!isRepositoryListKnown(live, registry)) return undefined;
  const found = live.topology.registries.find(({ name }) => name === registry.name);
  return found?.repositories.map(({ name }) => name);
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
