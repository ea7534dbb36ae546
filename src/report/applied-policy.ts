import { policyFileText, policyText, type LifecyclePolicy, type PolicyDocument } from '../registry';

export interface PolicyFile {
  /** Relative to the output folder, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** A policy and the AWS CLI command that applies it. */
export interface AppliedPolicy {
  /** Undefined if AWS provides the policy. */
  readonly file: PolicyFile | undefined;
  readonly command: string;
}

/**
 * Returns a policy as a file, and the command that applies it.
 * @param limit maximum number of characters that AWS accepts
 * @param command words of the command without the file, which is the last word
 */
export function appliedPolicy(
  path: string,
  policy: PolicyDocument,
  limit: number,
  command: readonly string[],
): AppliedPolicy {
  return applied(path, policyFileText(policy), `${policyText(policy)}\n`, limit, command);
}

export function appliedLifecyclePolicy(
  path: string,
  { text }: LifecyclePolicy,
  limit: number,
  command: readonly string[],
): AppliedPolicy {
  return applied(path, `${JSON.stringify(JSON.parse(text), null, 2)}\n`, `${text}\n`, limit, command);
}

function applied(
  path: string,
  forReading: string,
  minified: string,
  limit: number,
  command: readonly string[],
): AppliedPolicy {
  // AWS counts white space, so a policy that fits only without it is minified.
  const text = forReading.length <= limit ? forReading : minified;
  return { file: { path, text }, command: [...command, `file://${path}`].join(' ') };
}
