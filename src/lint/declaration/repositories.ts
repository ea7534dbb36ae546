import { REPOSITORY_NAME } from '../../aws/names';
import type { BoundDeclaration, BoundRepository } from '../../declaration/bind/bound-declaration';
import type { Declaration } from '../../declaration/schema/declaration';
import type { Reporter } from '../../declaration/syntax/diagnostics';
import { treeAt, type Tree } from '../../declaration/syntax/tree';

/** Checks the names of the repositories, and that each sets its registry once. */
export function checkRepositories(
  declaration: Declaration,
  tree: Tree,
  bound: BoundDeclaration,
  reporter: Reporter,
): void {
  for (const repository of bound.repositories) {
    checkName(repository, reporter);
    checkRegistryKeys(repository, declaration, tree, reporter);
  }
}

function checkName({ name, path }: BoundRepository, reporter: Reporter): void {
  const fault = REPOSITORY_NAME.fault(name);
  if (fault !== undefined) {
    reporter.atKey(
      path,
      'repository/name',
      `ECR does not take the repository name '${name}': ${fault}.`,
      `A name must ${REPOSITORY_NAME.requirement}.`,
    );
  } else if (/^[0-9]/.test(name)) {
    reporter.atKey(
      path,
      'repository/leading-digit',
      `'${name}' starts with a digit: ECR's API allows it, its user guide does not.`,
      'Start with a letter to be sure.',
    );
  }
}

function checkRegistryKeys(
  { name, path }: BoundRepository,
  declaration: Declaration,
  tree: Tree,
  reporter: Reporter,
): void {
  const declared = declaration.repositories?.[name];
  if (declared === undefined) return;
  if (declared.registry !== undefined && declared.registries !== undefined) {
    reporter.atKey(
      [...path, 'registries'],
      'repository/which-registry',
      `'${name}' has both 'registry' and 'registries'.`,
      "Write all of them in 'registries'.",
    );
  }
  const node = treeAt(tree, path);
  if (
    node?.kind === 'map' &&
    node.isIncomplete !== true &&
    !node.entries.has('registry') &&
    !node.entries.has('registries')
  ) {
    reporter.atKey(
      path,
      'repository/which-registry',
      `'${name}' does not say where its images are pushed: neither 'registry' nor 'registries' is there.`,
      'Replicas need no mention, they come from the replication rules.',
    );
  }
}
