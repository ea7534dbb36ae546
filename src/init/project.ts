import { capitalize } from '../base/text';
import type { Account, Deployment } from '../model/deployment';
import type { Topology } from '../model/topology';
import { isInvalidJson, jsonText, missingApp, missingLines, missingPackageEntries } from './existing';
import { cdktfJson, GITIGNORE, MAIN, packageJson, packageName, TSCONFIG } from './project-files';
import { partitionOf } from './topology-text';
import { DEFAULT_PROFILE, workflowText, type PlanRole } from './workflow';

/** A file of a new project. */
export interface ProjectFile {
  /** Relative to the folder of the project, with `/`. */
  readonly path: string;
  readonly text: string;
  /** Returns what to add to a file that exists, if anything. */
  readonly advice?: (existing: string) => Advice | undefined;
}

/** What the user changes in a file that is kept. */
export interface Advice {
  /** An imperative sentence without its period. */
  readonly instruction: string;
  /** The text to add, if it does not depend on the file. */
  readonly addition?: string;
}

/** The declaration of a project, and where the project is. */
export interface ProjectInput {
  readonly topologyText: string;
  readonly topology: Topology;
  readonly deployment: Deployment;
  /** The name of the folder. */
  readonly folderName: string;
  /** The owner of the GitHub repository of this program, if it is known. */
  readonly owner: string | undefined;
  /** The path from the root of the git repository to the folder, if they differ. */
  readonly pathInRepository: string | undefined;
}

export const WORKFLOW_FILE = '.github/workflows/plan-check.yml';

/** Returns the files of a project, in the order in which a user reads them. */
export function projectFiles(input: ProjectInput): readonly ProjectFile[] {
  const name = packageName(input.folderName);
  const manifest = packageJson(name);
  const app = cdktfJson(name);
  return [
    { path: 'topology.yaml', text: input.topologyText },
    {
      path: 'package.json',
      text: jsonText(manifest),
      advice: (existing) =>
        addTo(jsonInstruction(existing, 'add these entries'), missingPackageEntries(existing, manifest)),
    },
    {
      path: 'cdktf.json',
      text: jsonText(app),
      advice: (existing) => addTo(jsonInstruction(existing, 'set its app'), missingApp(existing, app)),
    },
    { path: 'tsconfig.json', text: jsonText(TSCONFIG) },
    {
      path: 'main.ts',
      text: MAIN,
      advice: (existing) =>
        existing.includes('ecr-topology')
          ? undefined
          : {
              instruction:
                'Add the stacks to its app, as in node_modules/ecr-topology/docs/guides/library.md',
            },
    },
    {
      path: '.gitignore',
      text: GITIGNORE,
      advice: (existing) => addTo('Add these lines', missingLines(existing, GITIGNORE)),
    },
    {
      path: WORKFLOW_FILE,
      text: workflowText(planRoles(input), { owner: input.owner, workingFolder: input.pathInRepository }),
    },
  ];
}

function jsonInstruction(existing: string, instruction: string): string {
  return isInvalidJson(existing) ? `Fix its JSON, and ${instruction}` : capitalize(instruction);
}

function addTo(instruction: string, addition: string | undefined): Advice | undefined {
  return addition === undefined ? undefined : { instruction, addition };
}

/** Returns a role for each profile of an account or of the backend. */
function planRoles({ topology, deployment: { accounts, backend } }: ProjectInput): readonly PlanRole[] {
  const roles = new Map<string, PlanRole>();
  for (const account of accounts) {
    const profile = profileOf(account);
    const region = topology.registries.find(({ accountId }) => accountId === account.id)?.region;
    if (!roles.has(profile)) {
      roles.set(profile, { profile, partition: partitionOf(region), accountId: account.id });
    }
  }
  if (backend.kind === 's3' && backend.profile !== undefined && !roles.has(backend.profile)) {
    const { profile, region } = backend;
    roles.set(profile, { profile, partition: partitionOf(region), accountId: undefined });
  }
  return [...roles.values()];
}

function profileOf({ credentials }: Account): string {
  return credentials.kind === 'profile' ? credentials.profile : DEFAULT_PROFILE;
}
