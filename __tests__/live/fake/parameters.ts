import { invalidParameter } from './aws-error';

const REPOSITORY_NAME =
  /^(?=.{2,256}$)[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/;

/** Returns a required parameter, or throws the error of ECR if it is missing. */
export function required<Value>(value: Value | null | undefined, parameter: string): Value {
  if (value === undefined || value === null) throw invalidParameter(parameter, 'must not be null');
  return value;
}

export function repositoryNameOf(input: { readonly repositoryName?: string | undefined }): string {
  const name = required(input.repositoryName, 'repositoryName');
  if (!REPOSITORY_NAME.test(name)) {
    throw invalidParameter(
      'repositoryName',
      "must satisfy regular expression '(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*'",
    );
  }
  return name;
}

export function checkLength(values: readonly unknown[], parameter: string, max: number): void {
  if (values.length === 0) {
    throw invalidParameter(parameter, 'Member must have length greater than or equal to 1');
  }
  if (values.length > max) {
    throw invalidParameter(parameter, `Member must have length less than or equal to ${max}`);
  }
}
