import { groupBy } from '../../base/collections';
import { formatList } from '../../base/text';
import type { BoundDeclaration } from '../../declaration/bind/bound-declaration';
import { repositoriesIn } from '../../declaration/bind/registry-contents';
import { defineDeclarationRules, type ReporterOf } from '../rule';

export const statementRegistries = defineDeclarationRules({
  rules: {
    'statement/matches-nothing': {
      severity: 'error',
      doc: 'The repository of a statement is not in a registry that the statement lists.',
      why:
        'The statement has no effect there. Set a registry that contains the repository. If ECR creates the ' +
        'replica, declare the repository in that registry.',
    },
  },
  bound({ bound }, reporter) {
    checkRegistries(bound, reporter);
  },
});

type Reporter = ReporterOf<typeof statementRegistries>;

/** Reports a registry of a statement that contains no repository with the statement. */
function checkRegistries(bound: BoundDeclaration, reporter: Reporter): void {
  const limited = bound.repositories.flatMap((repository) =>
    repository.statements.flatMap((statement) =>
      (statement.registries ?? []).map((reference) => ({ repository, statement, reference })),
    ),
  );
  for (const [reference, uses] of groupBy(limited, (each) => each.reference)) {
    // The repository may be in a registry that was rejected.
    if (uses.some(({ repository }) => !repository.isComplete)) continue;
    const { registry, path } = reference;
    if (uses.some(({ repository }) => repositoriesIn(bound, registry).has(repository.name))) continue;
    const names = formatList(
      uses.map(({ repository }) => `'${repository.name}'`),
      4,
    );
    reporter.atValue(
      path,
      'statement/matches-nothing',
      `'${registry.name}' does not contain ${names}, so the statement has no effect there.`,
      'Remove the registry, or replicate the repository to it. If ECR creates the replica (createRepositories), declare ' +
        'the repository in that registry to give it a policy.',
    );
  }
}
