/** How messages name the inputs of a question: as options of the command, or as fields of the report page. */
export interface InputNames {
  readonly caller: string;
  readonly registry: string;
  readonly from: string;
  readonly to: string;
  readonly identityPolicy: string;
  readonly context: string;
  /** The message for an input that an operation requires. */
  readonly required: (operation: string, input: string) => string;
}

export const OPTION_NAMES: InputNames = {
  caller: '--as',
  registry: '--registry',
  from: '--from',
  to: '--to',
  identityPolicy: '--identity-policy',
  context: '--context',
  required: (operation, option) =>
    `'explain ${operation}' requires ${option}. Run 'explain --help' for usage.`,
};
