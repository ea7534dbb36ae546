import { readFileSync } from 'node:fs';
import type { LabelledPolicy } from '../access';
import { readPolicy } from '../registry';

/**
 * Reads a policy that was exported from AWS.
 * @throws Error that says what is wrong with the file
 */
export function policyFile(file: string): LabelledPolicy {
  const read = readPolicy(readFileSync(file, 'utf8'));
  if (read.kind === 'faulty') throw new Error(`${file} is no policy: ${read.faults.join('; ')}.`);
  return { label: file, policy: read.policy };
}
