import { shellWord } from '../../base/text';
import { QUESTION_PARAMETERS, type QuestionParameter, type QuestionParameters } from './answers';

/** The option of each parameter, and the file that a policy is saved in. */
const OPTIONS: readonly (readonly [parameter: QuestionParameter, option: string, file?: string])[] = [
  ['repository', '--repository'],
  ['registry', '--registry'],
  ['as', '--as'],
  ['from', '--from'],
  ['to', '--to'],
  ['identityPolicy', '--identity-policy', 'identity-policy.json'],
  ['boundary', '--boundary', 'boundary.json'],
  ['scp', '--scp', 'scp.json'],
  ['rcp', '--rcp', 'rcp.json'],
];

const ONLY_OF_IMAGES: ReadonlySet<QuestionParameter> = new Set(['as', 'registry']);
const ONLY_OF_REPLICATION: ReadonlySet<QuestionParameter> = new Set(['from', 'to']);

/** Returns all parameters. Those of the other operations are empty. */
export function relevantParameters(parameters: QuestionParameters): Record<QuestionParameter, string> {
  const others = parameters.operation === 'replicate' ? ONLY_OF_IMAGES : ONLY_OF_REPLICATION;
  const entries = QUESTION_PARAMETERS.map((name) => [name, others.has(name) ? '' : (parameters[name] ?? '')]);
  return Object.fromEntries(entries) as Record<QuestionParameter, string>; // has an entry for each parameter
}

/** Returns the command that answers the same question, with files for the policies. */
export function explainCommand(parameters: QuestionParameters, topologyFile: string): string {
  const relevant = relevantParameters(parameters);
  const { operation, context } = relevant;
  const parts = OPTIONS.flatMap(([parameter, option, file]) => {
    const value = relevant[parameter].trim();
    return value === '' ? [] : [option, shellWord(file ?? value)];
  });
  const keys = context
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return [
    'ecr-topology explain',
    operation === '' ? 'pull' : operation,
    ...parts,
    ...(keys.length === 0 ? [] : ['--context', ...keys.map(shellWord)]),
    ...(topologyFile === 'topology.yaml' ? [] : ['--topology', shellWord(topologyFile)]),
  ].join(' ');
}
