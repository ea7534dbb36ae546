/**
 * What an expression refers to that is the ARN of a repository. Of `this[each.key].arn` a plan tells no more than `this`,
 * and of a module no more than its output's name.
 */
export function repositoryArnReferences(references: readonly string[]): readonly string[] {
  return references.filter((reference) => {
    const parts = reference.split('.');
    if (parts[0] === 'module') return /repository_arns?$/.test(parts.at(-1) ?? '');
    if (parts[0] !== 'aws_ecr_repository') return false;
    return reference.endsWith('.arn') || parts.length === 2;
  });
}

/** What an expression refers to that tells an account: who is to be let in. */
export function accountReferences(references: readonly string[]): readonly string[] {
  return references.filter((reference) => /account|registry_id$/.test(reference));
}
