import { REPOSITORY_NAME } from '../../aws/names';
import type { BoundDeclaration, BoundRepository } from '../../declaration/bind/bound-declaration';
import type { Declaration } from '../../declaration/schema/declaration';
import { isPresent } from '../../declaration/schema/located';
import { defineDeclarationRules, type ReporterOf } from '../rule';

export const repositories = defineDeclarationRules({
  rules: {
    'repository/name': {
      severity: 'error',
      doc: 'A repository name is not valid.',
      why:
        'ECR rejects the name. Use lowercase letters and digits, separated by single `.`, `_`, `__` or ' +
        '`-`, with `/` between namespaces, and 2 to 256 characters. ' +
        'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html',
    },
    'repository/leading-digit': {
      severity: 'warning',
      doc: 'A repository name starts with a digit.',
      why:
        'The ECR API accepts the name, but the ECR user guide does not allow it. Start the name with a ' +
        'letter.',
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
      `'${name}' is not a valid repository name: ${fault}.`,
      `A name must ${REPOSITORY_NAME.requirement}.`,
    );
  } else if (/^[0-9]/.test(name)) {
    reporter.atKey(
      path,
      'repository/leading-digit',
      `'${name}' starts with a digit. The ECR API accepts that, but the ECR user guide does not allow it.`,
      'Start the name with a letter.',
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
      `Repository '${name}' has both 'registry' and 'registries'.`,
      "Set all registries in 'registries', and remove 'registry'.",
    );
  }
  if (registry === undefined && registries === undefined && declared.isIncomplete !== true) {
    reporter.atKey(
      path,
      'repository/which-registry',
      `Repository '${name}' has no 'registry' or 'registries'.`,
      'Set the registry that images are pushed to. Replicas are created by replication rules.',
    );
  }
}
