import type { Caller } from '../../access/evaluate/caller';
import { createSampleCaller, type SampleCaller } from '../../access/evaluate/sample-caller';
import { callerText } from '../../access/explain/denial-message';
import { explain, type Explanation } from '../../access/explain/explain';
import { explainReplication, type ReplicationExplanation } from '../../access/explain/explain-replication';
import type { ActionExplanation } from '../../access/explain/question';
import { createAccessQuestion, explainActions } from '../../access/matrix/answer';
import { accountText, type AccountNames, type StatementGrantee } from '../../access/evaluate/grantees';
import { registryKey } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import type { LocatedRegistry } from '../../model/topology';
import type { AccessEntry } from '../../report/page/access';
import type { QuestionParameters } from '../model/answers';
import type { PageModel } from '../model/page-model';

/** Why an entry of the access matrix has its answer for one repository. */
export type EntryExplanation =
  | {
      readonly kind: 'request';
      readonly explanation: Explanation | ReplicationExplanation;
      /** The same question for the command and for the view `ask`. */
      readonly question: QuestionParameters;
    }
  /** The command cannot explain these actions, or the caller is not a single principal. */
  | {
      readonly kind: 'actions';
      readonly actions: readonly ActionExplanation[];
      readonly registry: LocatedRegistry;
      readonly caller: Caller;
      /** Which caller was evaluated. Undefined for a single principal. */
      readonly sample: string | undefined;
    }
  /** No request can be made for the caller, or the topology does not contain the registry. */
  | { readonly kind: 'none' };

export function explainEntry(
  model: PageModel,
  entry: AccessEntry,
  repository: RepositoryName,
): EntryExplanation {
  const registry = findRegistry(model, entry);
  if (registry === undefined) return { kind: 'none' };
  const { caller } = entry;
  return caller.kind === 'registry'
    ? explainReplicated(model, caller.registry, registry, repository)
    : explainGrantee(model, entry, { grantee: caller.grantee, registry, repository });
}

function findRegistry({ data }: PageModel, { registry }: AccessEntry): LocatedRegistry | undefined {
  return data.topology.registries.find((each) => registryKey(each) === registryKey(registry));
}

function explainReplicated(
  { data: { topology }, evaluationContext }: PageModel,
  source: string,
  to: LocatedRegistry,
  repository: RepositoryName,
): EntryExplanation {
  const from = topology.registries.find(({ name }) => name === source);
  if (from === undefined) return { kind: 'none' };
  return {
    kind: 'request',
    explanation: explainReplication(topology, { from, to, repository }, evaluationContext),
    question: { operation: 'replicate', repository, from: from.name, to: to.name },
  };
}

interface GranteeRequest {
  readonly grantee: StatementGrantee;
  readonly registry: LocatedRegistry;
  readonly repository: RepositoryName;
}

function explainGrantee(
  model: PageModel,
  { operation, actions }: AccessEntry,
  { grantee, registry, repository }: GranteeRequest,
): EntryExplanation {
  const sample = createSampleCaller(grantee, registry);
  if (sample === undefined) return { kind: 'none' };
  const isSingle = sample.unknownKeys.size === 0;
  if (isSingle && (operation === 'pull' || operation === 'push')) {
    return explainCaller(model, operation, sample, { grantee, registry, repository });
  }
  const isOperation = operation === 'pull' || operation === 'push';
  const question = createAccessQuestion(model.data.topology, grantee, { registry, repository });
  return {
    kind: 'actions',
    actions: explainActions(question, isOperation ? operation : actions) ?? [],
    registry,
    caller: sample.caller,
    sample: isSingle ? undefined : sampleText(grantee, model.names),
  };
}

function explainCaller(
  { data: { topology, accounts }, evaluationContext }: PageModel,
  operation: 'pull' | 'push',
  { caller, context }: SampleCaller,
  { registry, repository }: GranteeRequest,
): EntryExplanation {
  const question = { operation, caller, registry, repository };
  const keys = Object.entries(context).map(([key, value]) => `${key}=${[value].flat().join(',')}`);
  return {
    kind: 'request',
    explanation: explain(topology, accounts, question, { ...evaluationContext, context }),
    question: {
      operation,
      as: callerText(caller),
      repository,
      registry: registry.name,
      context: keys.join('\n'),
    },
  };
}

/** Describes the caller that represents a grantee. Its ARN is unknown to the policies. */
function sampleText({ who }: StatementGrantee, names: AccountNames): string {
  switch (who.kind) {
    case 'account':
    case 'viaAccountRoot':
      return `any role or user of account ${accountText(who.accountId, names)}`;
    case 'organization':
      return `any role or user of organization ${who.id}`;
    case 'organizationalUnit':
      return `any role or user of organizational unit ${who.path}`;
    default:
      return 'any role or user of an AWS account outside the topology';
  }
}
