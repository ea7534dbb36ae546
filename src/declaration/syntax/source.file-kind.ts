/** Texts about a kind of file, for messages. */
export interface FileKind {
  /** Follows "a" or "the". */
  readonly noun: string;
  /** The fix if the file is empty. */
  readonly emptyFileHelp: string;
  /** The fix if the file does not exist. */
  readonly missingFileHelp: string;
}

export const DECLARATION_FILE: FileKind = {
  noun: 'declaration',
  emptyFileHelp: 'Start with accounts, registries and repositories; the shipped topology.yaml is an example.',
  missingFileHelp:
    'Name the file with --topology FILE or ECR_TOPOLOGY, or run from the folder that holds topology.yaml.',
};

export const CHECKS_FILE: FileKind = {
  noun: 'configuration of the checks',
  emptyFileHelp: 'Start with rules or suppressions, or leave --config out.',
  missingFileHelp:
    "Name the file with --config FILE, or leave it out: then 'checks' of the declaration is taken.",
};
