import type { Account, Backend, StacksBy } from '../../model/deployment';
import type { PlannedTopology, Topology } from '../../model/topology';
import { formatDeclaration } from '../format/format';
import { keyOrderOf } from '../schema/key-order';
import { BACKEND_DEFAULTS } from '../schema/deployment';
import type { Diagnostic } from '../syntax/diagnostics';
import { DEFAULT_DECLARATION, SCHEMA_COMMENT, type Source } from '../syntax/source';
import { alignmentNotes, replicaOnlyOmissions } from './alignment-notes';
import { alignmentsIn, alignReplicas, findAlignments, type Alignment } from './align-replicas';
import { writeCandidate, type CandidateInput, type Choices } from './candidate';
import { compareTopologies } from './compare';
import { downgradeDifferences, downgradeErrors, type Downgrade } from './downgrade';
import { knownTopology } from './known';
import { loadCandidate, WRITTEN_SCHEMA } from './load';
import { omissionNotes, omittedSubjects, warningNotes, type Note } from './notes';
import { omitParts } from './omit';
import { partKey, type Omission } from './parts';
import { placeKey } from './repositories';
import { yamlText } from './value';

/** What exists, and how Terraform reaches it. */
export interface WriteInput {
  /** Values may be unknown. The names of the registries are those of the declaration. */
  readonly topology: PlannedTopology;
  /** The accounts of the registries. */
  readonly accounts: readonly Account[];
  /** Whether every resource of the topology exists, so that Terraform imports it. */
  readonly isExisting: boolean;
  /** Whether replicas are declared with the settings of their originals, so that the plan changes them. */
  readonly alignsReplicas?: boolean;
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
  /** What the declaration does not contain, and warnings. Sorted. */
  readonly notes: readonly Note[];
  /** The topology that the declaration means, with the tags of the providers. */
  readonly topology: Topology;
}

const FIRST_CHOICES: Choices = {
  creates: new Map(),
  withoutGrants: new Set(),
  unfolded: new Set(),
  hasCommonTags: true,
};

/**
 * Writes the declaration that means a topology. Writes a candidate, loads it as any other declaration, and compares the
 * result with the topology. A part that differs is written in another form, or left out, until nothing differs.
 *
 * @throws Error if neither helps, which is a bug in this folder
 */
export function writeDeclaration(input: WriteInput): WrittenDeclaration {
  const alignments = findAlignments(input.topology);
  const replicas = replicaChoices(alignments, input.alignsReplicas === true);
  const existing = input.alignsReplicas === true ? alignReplicas(input.topology, alignments) : input.topology;
  const known = knownTopology(existing, input.accounts);
  const omissions: Omission[] = [...known.omissions];
  let { topology } = known;
  let choices = FIRST_CHOICES;
  for (;;) {
    const attempt = tryCandidate(input, replicas, topology, choices);
    if (attempt.kind === 'written') {
      const aligned = input.alignsReplicas === true ? alignmentsIn(topology, alignments) : [];
      const omitted = [...omissions, ...replicaOnlyOmissions(aligned)];
      return {
        text: formatted(`${headerText(omitted)}\n${attempt.text}`),
        notes: [...omissionNotes(omitted), ...alignmentNotes(aligned), ...warningNotes(attempt.warnings)],
        topology,
      };
    }
    assertProgress(attempt, omissions, choices);
    omissions.push(...attempt.omissions);
    topology = omitParts(
      topology,
      attempt.omissions.map(({ part }) => part),
    );
    ({ choices } = attempt);
  }
}

type ReplicaChoices = Pick<CandidateInput, 'alignable' | 'newLifecycles'>;

function replicaChoices(alignments: readonly Alignment[], isAligned: boolean): ReplicaChoices {
  const places = (changes: readonly Alignment[]) =>
    new Set(changes.map(({ registry, repository }) => placeKey({ name: registry }, repository)));
  const isCreated = ({ setting, before }: Alignment) => setting === 'lifecyclePolicy' && before === undefined;
  return isAligned
    ? { alignable: new Set(), newLifecycles: places(alignments.filter(isCreated)) }
    : { alignable: places(alignments), newLifecycles: new Set() };
}

type Attempt =
  | { readonly kind: 'written'; readonly text: string; readonly warnings: readonly Diagnostic[] }
  | (Downgrade & { readonly kind: 'rejected' });

function tryCandidate(
  input: WriteInput,
  replicas: ReplicaChoices,
  topology: Topology,
  choices: Choices,
): Attempt {
  const candidate = writeCandidate(
    {
      ...replicas,
      topology,
      accounts: input.accounts,
      isExisting: input.isExisting,
      stacksBy: input.stacksBy ?? 'topology',
      backend: input.backend ?? { kind: 'local', ...BACKEND_DEFAULTS.local },
    },
    choices,
  );
  if (candidate.kind === 'rejected') return candidate;
  const source = { file: DEFAULT_DECLARATION, text: yamlText(candidate.sections) };
  const loaded = loadCandidate(source);
  const differences = compareTopologies(topology, loaded.topology, candidate.tags);
  const problems = loaded.diagnostics.length > 0 || differences.length === 0 ? input.validate(source) : [];
  const errors = [...loaded.diagnostics, ...problems].filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    return { kind: 'rejected', ...downgradeErrors(errors, loaded.tree, candidate, topology, choices) };
  }
  if (differences.length > 0) {
    return { kind: 'rejected', ...downgradeDifferences(differences, candidate, choices) };
  }
  return { kind: 'written', text: source.text, warnings: problems };
}

/** The notes are in the file too, so that its readers know what Terraform does not manage. */
function headerText(omissions: readonly Omission[]): string {
  const subjects = omittedSubjects(omissions);
  if (subjects.length === 0) return `${SCHEMA_COMMENT}\n`;
  const hidden = subjects.length - MAX_SUBJECTS;
  const shown = hidden > 0 ? subjects.slice(0, MAX_SUBJECTS) : subjects;
  const lines = [
    SCHEMA_COMMENT,
    '#',
    '# Not in this file, so not managed by Terraform:',
    ...shown.map((subject) => `# - ${subject}`),
    ...(hidden > 0 ? [`# and ${hidden} more, see the output of the command`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

const MAX_SUBJECTS = 10;

function formatted(text: string): string {
  const result = formatDeclaration({ file: DEFAULT_DECLARATION, text }, keyOrderOf(WRITTEN_SCHEMA));
  if (result.kind === 'formatted') return result.text;
  throw new Error(`The written declaration cannot be formatted: ${result.diagnostics[0]?.message ?? ''}`);
}

function assertProgress(next: Downgrade, omissions: readonly Omission[], choices: Choices): void {
  const known = new Set(omissions.map(({ part }) => partKey(part)));
  const isProgress =
    next.omissions.some(({ part }) => !known.has(partKey(part))) ||
    choiceCount(next.choices) > choiceCount(choices);
  if (!isProgress) {
    throw new Error(
      'Cannot write a declaration that means this topology. Report this as a bug, with the topology.',
    );
  }
}

/** A choice is never undone. */
function choiceCount({ creates, withoutGrants, unfolded, hasCommonTags }: Choices): number {
  return creates.size + withoutGrants.size + unfolded.size + (hasCommonTags ? 0 : 1);
}
