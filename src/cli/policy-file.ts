import type { LabelledPolicy } from '../access/evaluate/decision';
import { readExportedPolicy } from '../access/explain/read-policy';
import { readSource } from '../declaration/syntax/source';
import { UsageError } from './exit';

/**
 * Reads a policy that was exported from AWS: the policy itself, or the AWS CLI output that contains it.
 * @throws UsageError if the file cannot be read, InputError if it contains no policy
 */
export function readPolicyFile(file: string): LabelledPolicy {
  return readExportedPolicy(readText(file), file);
}

function readText(file: string): string {
  const source = readSource(file, { missingFileHelp: 'Check the path.' });
  if ('text' in source) return source.text;
  throw new UsageError(`Policy file '${file}' cannot be read. ${source.message} ${source.help}`);
}
