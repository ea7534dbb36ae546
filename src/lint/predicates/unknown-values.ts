/**
 * Returns the references of an expression that are ARNs of repositories. A plan shows `this[each.key].arn` only as `this`, and a
 * module output only by its name.
 */
export function repositoryArnReferences(references: readonly string[]): readonly string[] {
  return references.filter((reference) => {
    const parts = reference.split('.');
    if (parts[0] === 'module') return /repository_arns?$/.test(parts.at(-1) ?? '');
    if (parts[0] !== 'aws_ecr_repository') return false;
    return reference.endsWith('.arn') || parts.length === 2;
  });
}

/** Returns the references of an expression that contain the account of a principal. */
export function accountReferences(references: readonly string[]): readonly string[] {
  return references.filter((reference) => /account|registry_id$/.test(reference));
}
