import { ENTRIES } from './entry-list';
import type { Message } from './model/entry';
import { readFacts } from './parse/facts.facts';
import { normalizePaste } from './parse/paste';

/** Returns the error message in a pasted text, or undefined if no entry matches. Never throws. */
export function matchMessage(pasted: string): Message | undefined {
  const text = normalizePaste(pasted);
  const facts = readFacts(text);
  for (const each of ENTRIES) {
    const message = each.match(text, facts);
    if (message !== undefined) return message;
  }
  return undefined;
}

export const MESSAGE_KINDS: readonly string[] = ENTRIES.map(({ kind }) => kind);

/** Descriptions of the supported messages, for a user whose text matches no entry. */
export const SUPPORTED_MESSAGES: readonly string[] = [
  "AWS's sentence about a denied request, with an action of ECR: '… is not authorized to perform: ecr:…'",
  'policies that ECR or IAM refuses or does not find, and roles, users and principals that do not exist or cannot be changed',
  "what the principal that deploys may not do: iam:PutRolePolicy and the like, sts:AssumeRole, a key of KMS, Terraform's 'AWS account ID not allowed'",
  "credentials of AWS that are missing, wrong or expired, and what 'docker login' refuses or cannot store",
  "what Docker, ECS, EKS, CodeBuild and Lambda say when they may not pull or push: 'no basic auth credentials', 403, 'pull access denied', expired tokens",
  'repositories, images and tags that are missing, taken, immutable or not empty, and what Terraform cannot import',
  'failures of replication, of pull through caches, of limits and of the network',
  'encoded authorization messages, records of CloudTrail',
];
