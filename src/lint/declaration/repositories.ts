import { REPOSITORY_NAME } from '../../aws/names';
import type { BoundDeclaration, BoundRepository } from '../../declaration/bind/bound-declaration';
import type { Declaration } from '../../declaration/schema/declaration';
import { isPresent } from '../../declaration/schema/located';
import { defineDeclarationRules, type ReporterOf } from '../rule';

export const repositories = defineDeclarationRules({
  rules: {
    'repository/name': {
      severity: 'error',
      doc: 'The name of a repository does not match the pattern of ECR.',
      why:
        'Use lowercase letters and digits, separated by single `.`, `_`, `__` or `-`, with `/` between ' +
        'namespaces; 2 to 256 characters. ' +
        'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html',
    },
    'repository/leading-digit': {
      severity: 'warning',
      doc: 'The name of a repository starts with a digit.',
      why: 'The API of ECR accepts it, its user guide does not. Start with a letter to be sure.',
    },
  },
  bound({ declaration, bound }, reporter) {
    checkRepositories(declaration, bound, reporter);
  },
});

type Reporter = ReporterOf<typeof repositories>;

/** Checks the names of the repositories, and that each sets its registry once. */
function checkRepositories(declaration: Declaration, bound: BoundDeclaration, reporter: Reporter): void {
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
