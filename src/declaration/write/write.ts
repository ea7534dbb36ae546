import type { RegistryName, RepositoryName } from '../../aws/names';
import type { Account, Backend, StacksBy } from '../../model/deployment';
import type { PlannedTopology } from '../../model/topology';
import type { Diagnostic } from '../syntax/diagnostics';
import type { Source } from '../syntax/source';

/** What exists, and how Terraform reaches it. */
export interface WriteInput {
  /** Values may be unknown. Registries have the names that the declaration gives them. */
  readonly topology: PlannedTopology;
  /** The accounts of the registries. */
  readonly accounts: readonly Account[];
  /** Whether every resource of the topology exists, so that Terraform imports it. */
  readonly isExisting: boolean;
  /** Default: one stack. */
  readonly stacksBy?: StacksBy;
  /** Default: a local file. */
  readonly backend?: Backend;
  /** Returns the problems of a declaration, as `ecr-topology validate` reports them. */
  readonly validate: (source: Source) => readonly Diagnostic[];
}

export interface WrittenDeclaration {
  /** The text of `topology.yaml`, as `ecr-topology fmt` writes it. */
  readonly text: string;
  /** What the declaration does not contain, or changes. Sorted. */
  readonly notes: readonly Note[];
}

/** A part of the topology that the declaration does not contain. Terraform does not manage it. */
export interface Note {
  /** Undefined if the part does not belong to a registry. */
  readonly registry: RegistryName | undefined;
  /** Repositories that have the same note. Empty if it does not apply to repositories. Sorted. */
  readonly repositories: readonly RepositoryName[];
  /** The kind of part, as in `import` if it has a name there: `policy`, `replication`, `lifecycle`. */
  readonly part: string;
  /** A sentence: which part is not in the declaration. */
  readonly what: string;
  /** A sentence. */
  readonly why: string;
  /** An imperative sentence. */
  readonly fix: string | undefined;
}

export function writeDeclaration(_input: WriteInput): WrittenDeclaration {
  throw new Error('not yet written');
}
