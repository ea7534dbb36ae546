import type { LifecyclePolicy } from '../aws/lifecycle/policy';
import type { PolicyDocument } from '../aws/policy/document';
import { policyFileText, policyText } from '../aws/policy/document.text';

export interface PolicyFile {
  /** Relative to the output folder, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** A policy and the AWS CLI command that applies it. */
export interface PolicyCommand {
  /** Undefined if AWS provides the policy. */
  readonly file: PolicyFile | undefined;
  readonly command: string;
}

/**
 * Returns a policy as a file, and the command that applies it.
 * @param limit maximum number of characters that AWS accepts
 * @param command words of the command without the file, which is the last word
 */
export function policyCommand(
  path: string,
  policy: PolicyDocument,
  limit: number,
  command: readonly string[],
): PolicyCommand {
  return fileAndCommand(path, policyFileText(policy), `${policyText(policy)}\n`, limit, command);
}

export function lifecyclePolicyCommand(
  path: string,
  { text }: LifecyclePolicy,
  limit: number,
  command: readonly string[],
): PolicyCommand {
  return fileAndCommand(path, `${JSON.stringify(JSON.parse(text), null, 2)}\n`, `${text}\n`, limit, command);
}

function fileAndCommand(
  path: string,
  formatted: string,
  minified: string,
  limit: number,
  command: readonly string[],
): PolicyCommand {
  // AWS counts white space, so a policy that fits only without it is minified.
  const text = formatted.length <= limit ? formatted : minified;
  return { file: { path, text }, command: [...command, `file://${path}`].join(' ') };
}
