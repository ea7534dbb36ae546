import type { EvaluationContext } from '../../access/evaluate/evaluation-context';
import { callerText } from '../../access/explain/denial-message';
import { explain, type Explanation } from '../../access/explain/explain';
import { explainReplication, type ReplicationExplanation } from '../../access/explain/explain-replication';
import type { InputNames } from '../../access/explain/input-names';
import { readExportedPolicies, readExportedPolicy } from '../../access/explain/read-policy';
import {
  EXPLAINED_OPERATIONS,
  readConditionKeys,
  readQuestion,
  type ExplainedOperation,
} from '../../access/explain/read-question';
import { InputError } from '../../base/input-error';
import { quoteAll } from '../../base/text';
import { deniedQuestion, diagnose, matchMessage } from '../../diagnose/diagnose';
import type { Diagnosis } from '../../diagnose/model/diagnosis';
import type { PageModel } from './page-model';

/**
 * A question as the URL contains it. The names are those of the options of `explain`. An empty text is the same as none.
 */
export type QuestionParameters = Readonly<Partial<Record<QuestionParameter, string>>>;

export const QUESTION_PARAMETERS = [
  'operation',
  'as',
  'repository',
  'registry',
  'from',
  'to',
  'identityPolicy',
  'boundary',
  'scp',
  'rcp',
  'context',
] as const;
export type QuestionParameter = (typeof QUESTION_PARAMETERS)[number];

/** The labels of the form, which messages quote. */
export const FIELD_LABELS = {
  operation: 'Operation',
  as: 'Caller',
  repository: 'Repository',
  registry: 'Registry',
  from: 'From',
  to: 'To',
  identityPolicy: 'Identity policies',
  boundary: 'Permissions boundary',
  scp: 'SCPs',
  rcp: 'RCPs',
  context: 'Condition keys',
} as const satisfies Readonly<Record<QuestionParameter, string>>;

const FIELD_NAMES: InputNames = {
  caller: `'${FIELD_LABELS.as}'`,
  registry: `'${FIELD_LABELS.registry}'`,
  from: `'${FIELD_LABELS.from}'`,
  to: `'${FIELD_LABELS.to}'`,
  identityPolicy: `'${FIELD_LABELS.identityPolicy}'`,
  context: 'Condition key',
  required: (_, field) => `${field} is empty. Enter a value.`,
};

export type Answer = Explanation | ReplicationExplanation;

/**
 * Answers a question like `ecr-topology explain`, but does not check its fixes against the declaration: the page does not
 * contain the parser.
 * @throws InputError that names the field to correct
 */
export function answerQuestion(model: PageModel, parameters: QuestionParameters): Answer {
  const { topology, accounts } = model.data;
  const operation = readOperation(textOf(parameters.operation) ?? 'pull');
  const evaluationContext = evaluationContextOf(model, parameters);
  const repository = textOf(parameters.repository);
  if (repository === undefined) throw new InputError(FIELD_NAMES.required(operation, "'Repository'"));
  const input = {
    operation,
    repository,
    caller: textOf(parameters.as),
    registry: textOf(parameters.registry),
    from: textOf(parameters.from),
    to: textOf(parameters.to),
  };
  const question = readQuestion(input, topology, FIELD_NAMES);
  return question.operation === 'replicate'
    ? explainReplication(topology, question, evaluationContext)
    : explain(topology, accounts, question, evaluationContext);
}

function readOperation(text: string): ExplainedOperation {
  const operation = EXPLAINED_OPERATIONS.find((each) => each === text);
  if (operation !== undefined) return operation;
  const expected = quoteAll(EXPLAINED_OPERATIONS).join(', ');
  throw new InputError(`'${text}' is not an operation. Expected: ${expected}.`);
}

function evaluationContextOf(
  { evaluationContext }: PageModel,
  { identityPolicy, boundary, scp, rcp, context }: QuestionParameters,
): EvaluationContext {
  const identityPolicies = textOf(identityPolicy);
  const boundaryText = textOf(boundary);
  const scpText = textOf(scp);
  const rcpText = textOf(rcp);
  return {
    ...evaluationContext,
    ...(identityPolicies === undefined
      ? {}
      : { identityPolicies: readExportedPolicies(identityPolicies, 'identity policy') }),
    ...(boundaryText === undefined
      ? {}
      : { boundary: readExportedPolicy(boundaryText, 'permissions boundary') }),
    ...(scpText === undefined ? {} : { scps: [readExportedPolicies(scpText, 'SCP')] }),
    ...(rcpText === undefined ? {} : { rcps: [readExportedPolicies(rcpText, 'RCP')] }),
    context: readConditionKeys(linesOf(context), FIELD_NAMES),
  };
}

/** One condition key a line. */
function linesOf(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function textOf(text: string | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed === '' ? undefined : trimmed;
}

/** The diagnosis of a pasted message. */
export interface DiagnosedMessage {
  readonly diagnosis: Diagnosis;
  /** The denied request as a question, or undefined if the message does not show one of the topology. */
  readonly question: QuestionParameters | undefined;
}

/** Diagnoses a message like `ecr-topology diagnose`, or returns undefined if no entry matches. */
export function diagnosePasted(model: PageModel, pasted: string): DiagnosedMessage | undefined {
  const { topology, accounts } = model.data;
  const declared = { topology, accounts };
  const message = matchMessage(pasted);
  if (message === undefined) return undefined;
  const denied = deniedQuestion(message, declared);
  return {
    diagnosis: diagnose(message, declared),
    question:
      denied === undefined
        ? undefined
        : {
            operation: denied.operation,
            as: callerText(denied.caller),
            repository: denied.repository,
            registry: denied.registry.name,
          },
  };
}
