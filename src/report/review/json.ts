import { accountOfGrantee, type AccountNames } from '../../access/evaluate/grantees';
import type { RegistryId } from '../../aws/arn';
import type { AccessChange } from '../../change/access/access-changes';
import type { CheckResult, Finding } from '../../lint/rule';
import { answerText, matrixCallerText } from '../access/matrix-text';
import { printableJson } from '../format/text';
import { changesJson } from './changes';
import { countsOf, hasFailed, type FailOn } from './findings';
import { repositoryEvents, type RepositoryEvent } from './repository-lines';
import { summariseChanges } from './summary';

type NameOf = (registry: RegistryId) => string;

/**
 * Renders the result of `check` as JSON. `docs/reference/json.md` documents the shape, which is stable; unknown values are
 * `null`.
 */
export function reviewJson({ reviewed, findings }: CheckResult, names: AccountNames, failOn: FailOn): string {
  const { nameOf: registryName } = reviewed;
  const { groups, statements } = summariseChanges(reviewed, names);
  const { error, warning, note, suppressed } = countsOf(findings);
  const result = {
    version: 2,
    passed: !hasFailed(findings, failOn),
    failOn,
    counts: { errors: error, warnings: warning, notes: note, suppressed },
    plans: reviewed.plans,
    changes: {
      summary: [...groups, { about: 'statements', lines: statements }].flatMap(({ about, lines }) =>
        lines.map(({ isCritical, text }) => ({ about, grave: isCritical, text })),
      ),
      repositories: repositoryEvents(reviewed).map((event) => repositoryJson(event, registryName)),
      access: reviewed.access.map((change) => accessJson(change, names, registryName)),
      model: changesJson(reviewed.changes),
    },
    notReviewed: reviewed.unreviewed,
    drift: reviewed.drift,
    findings: findings.map((finding) => findingJson(finding, registryName)),
    fromDeclaration: [...reviewed.fromDeclaration].sort(),
  };
  return `${printableJson(JSON.stringify(result, (_, value: unknown) => value ?? null, 2))}\n`;
}

function registryJson(registry: RegistryId, registryName: NameOf): object {
  return { name: registryName(registry), accountId: registry.accountId, region: registry.region };
}

function repositoryJson(
  { kind, images, resource, registry, name }: RepositoryEvent,
  registryName: NameOf,
): object {
  const { plan, address, previousAddress, replacedFor, reason } = resource;
  return {
    kind,
    registry: registryJson(registry, registryName),
    repository: name,
    images,
    plan,
    address,
    previousAddress,
    replacedFor,
    reason,
  };
}

function accessJson(change: AccessChange, names: AccountNames, registryName: NameOf): object {
  const { kind, caller, operations, actions, registry, repositories, withRepository, answer } = change;
  const { otherKeys, isByValues } = change;
  const accountId = caller.kind === 'grantee' ? accountOfGrantee(caller.grantee) : caller.registry.accountId;
  return {
    kind,
    caller: { kind: caller.kind, text: matrixCallerText(caller, names), accountId },
    operations,
    actions,
    registry: registryJson(registry, registryName),
    repositories,
    withRepository,
    partly: isByValues || otherKeys.length > 0,
    answer: answer.kind,
    dependsOn: {
      itsAccount: answer.kind === 'depends' && answer.onItsAccount,
      conditionKeys: answer.kind === 'depends' ? answer.onKeys : [],
    },
    text: answerText(answer),
  };
}

function findingJson(finding: Finding, registryName: NameOf): object {
  const { rule, severity, at, subject, message, help, code, suppressedBy } = finding;
  return {
    rule,
    severity,
    plan: at?.plan,
    address: at?.address,
    subject:
      subject === undefined
        ? undefined
        : {
            registry: registryJson(subject.registry, registryName),
            repository: subject.repository,
            destination:
              subject.destination === undefined ? undefined : registryJson(subject.destination, registryName),
          },
    message,
    help,
    code,
    place: finding.place,
    suppressed:
      suppressedBy === undefined ? undefined : { reason: suppressedBy.reason, expires: suppressedBy.expires },
  };
}
