import { getPartition } from '../../aws/partitions';
import { groupBy } from '../../base/collections';
import { InputError } from '../../base/input-error';
import type { Registry, Topology } from '../../model/topology';
import { callerPartition, type Caller } from '../evaluate/caller';
import type { RequestContextValues } from '../evaluate/request';
import { findOnlyRegistry, findRegistry, findRepository } from './declared-names';
import type { ReplicationQuestion } from './explain-replication';
import type { InputNames } from './input-names';
import type { Question } from './question';
import { readCaller } from './read-caller';

export const EXPLAINED_OPERATIONS = ['pull', 'push', 'replicate'] as const;
export type ExplainedOperation = (typeof EXPLAINED_OPERATIONS)[number];

/** A question as the user writes it. */
export interface QuestionInput {
  readonly operation: ExplainedOperation;
  readonly repository: string;
  /** Of a pull or push: an ARN, or the name of an AWS service. */
  readonly caller?: string | undefined;
  /** Of a pull or push. Required if several registries contain the repository. */
  readonly registry?: string | undefined;
  /** Of a replication: the source registry. */
  readonly from?: string | undefined;
  /** Of a replication: the destination registry. */
  readonly to?: string | undefined;
}

export type AnyQuestion = Question | ({ readonly operation: 'replicate' } & ReplicationQuestion<Registry>);

/**
 * Resolves the names of a question.
 * @throws InputError that names the input to correct
 */
export function readQuestion(input: QuestionInput, topology: Topology, names: InputNames): AnyQuestion {
  const { operation } = input;
  const repository = findRepository(topology, input.repository);
  const required = (name: string, value: string | undefined): string => {
    if (value === undefined) throw new InputError(names.required(operation, name));
    return value;
  };
  if (operation === 'replicate') {
    const from = findRegistry(topology, required(names.from, input.from));
    const to = findRegistry(topology, required(names.to, input.to));
    if (from === to) {
      throw new InputError(
        `'${from.name}' is both the source and the destination. Set ${names.to} to another registry.`,
      );
    }
    return { operation, from, to, repository };
  }
  const caller = readCaller(required(names.caller, input.caller), topology, names);
  const registry =
    input.registry === undefined
      ? findOnlyRegistry(topology, repository, names)
      : findRegistry(topology, input.registry);
  rejectOtherPartition(caller, registry);
  return { operation, caller, registry, repository };
}

function rejectOtherPartition(caller: Caller, { name, region }: Registry): void {
  const callersPartition = callerPartition(caller);
  const { id } = getPartition(region);
  if (callersPartition === undefined || callersPartition === id) return;
  throw new InputError(
    `The caller is in partition ${callersPartition}, but registry '${name}' is in partition ${id}. Policies cannot allow access from another partition.`,
  );
}

/**
 * Reads condition keys such as `aws:PrincipalOrgID=o-a1b2c3d4e5`. A key that is set twice has several values. A key with
 * an empty value is not in the request.
 * @throws InputError that names the first entry that is not `key=value`
 */
export function readConditionKeys(entries: readonly string[], names: InputNames): RequestContextValues {
  const pairs = entries.map((entry) => parseConditionKey(entry, names));
  return Object.fromEntries(
    [...groupBy(pairs, ([key]) => key.toLowerCase())].map(([key, same]) => [
      key,
      same.map(([, value]) => value).filter((value) => value !== ''),
    ]),
  );
}

function parseConditionKey(text: string, { context }: InputNames): readonly [string, string] {
  const separator = text.indexOf('=');
  if (separator < 1) {
    throw new InputError(
      `${context} '${text}' is not key=value. Write it as in aws:PrincipalOrgID=o-a1b2c3d4e5.`,
    );
  }
  return [text.slice(0, separator), text.slice(separator + 1)];
}
