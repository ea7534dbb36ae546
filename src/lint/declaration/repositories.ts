import { REPOSITORY_NAME } from '../../aws/names';
import type { BoundDeclaration, BoundRepository } from '../../declaration/bind/bound-declaration';
import type { Declaration } from '../../declaration/schema/declaration';
import { isPresent } from '../../declaration/schema/located';
import type { Reporter } from '../../declaration/syntax/diagnostics';

/** Checks the names of the repositories, and that each sets its registry once. */
export function checkRepositories(
  declaration: Declaration,
  bound: BoundDeclaration,
  reporter: Reporter,
): void {
  for (const repository of bound.repositories) {
    checkName(repository, reporter);
    checkRegistryKeys(repository, declaration, reporter);
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
  reporter: Reporter,
): void {
  const declared = declaration.repositories?.value?.[name];
  if (!isPresent(declared)) return;
  const { registry, registries } = declared.value;
  if (isPresent(registry) && isPresent(registries)) {
    reporter.atKey(
      registries.path,
      'repository/which-registry',
      `'${name}' has both 'registry' and 'registries'.`,
      "Write all of them in 'registries'.",
    );
  }
  if (registry === undefined && registries === undefined && declared.isIncomplete !== true) {
    reporter.atKey(
      path,
      'repository/which-registry',
      `'${name}' does not say where its images are pushed: neither 'registry' nor 'registries' is there.`,
      'Replicas need no mention, they come from the replication rules.',
    );
  }
}
