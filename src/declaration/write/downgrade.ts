import type { Diagnostic } from '../syntax/diagnostics';
import type { Span } from '../syntax/span';
import { pathText, type Path, type Tree } from '../syntax/tree';
import { uncheckedRegistryName, uncheckedRepositoryName } from '../../aws/names';
import type { Registry, Topology } from '../../model/topology';
import type { Choices, WrittenCandidate } from './candidate';
import type { Difference } from './compare';
import type { Omission, Part } from './parts';
import type { PlannedRule } from './replication';
import { placeKey } from './repositories';
import { SETTING_NAMES, type SettingName } from './settings';

/** What changes for the next candidate. */
export interface Downgrade {
  readonly omissions: readonly Omission[];
  readonly choices: Choices;
}

const NOT_EXACT = 'A declaration cannot set exactly these values.';

/** Returns what to change because the declaration does not mean the topology. */
export function downgradeDifferences(
  differences: readonly Difference[],
  { replication }: WrittenCandidate,
  choices: Choices,
): Downgrade {
  const next = new Downgrader(choices);
  for (const { part, isAdded } of differences) {
    if (part.kind === 'repositoryPolicy') {
      next.withoutGrants(part, NOT_EXACT);
    } else if (part.kind === 'repository' && isAdded) {
      const rules = replication
        .flatMap(({ rules: each }) => each)
        .filter(
          ({ creates, matched, destinations }) =>
            !creates &&
            matched.has(part.repository) &&
            destinations.some(({ name }) => name === part.registry),
        );
      for (const rule of rules) {
        next.otherRule(
          rule,
          `It replicates '${part.repository}' to '${part.registry}', where the repository does not exist.`,
        );
      }
    } else {
      next.omit(part, NOT_EXACT);
    }
  }
  return next.result();
}

/** Returns what to change because `validate` reports errors. */
export function downgradeErrors(
  errors: readonly Diagnostic[],
  tree: Tree,
  candidate: WrittenCandidate,
  topology: Topology,
  choices: Choices,
): Downgrade {
  const next = new Downgrader(choices);
  for (const error of errors) {
    downgradeError(error, pathAt(tree, error.span.line, error.span.column), candidate, topology, next);
  }
  return next.result();
}

function downgradeError(
  { message }: Diagnostic,
  path: Path,
  { replication, access, partsAt }: WrittenCandidate,
  topology: Topology,
  next: Downgrader,
): void {
  const [section = '', name = '', key = '', item = ''] = path.map(String);
  const registry = uncheckedRegistryName(name);
  switch (section) {
    case 'tags':
      next.withoutCommonTags();
      break;
    case 'defaults':
      next.unfold(settingOf(key));
      break;
    case 'replication':
      for (const rule of replication[Number(name)]?.rules ?? []) next.otherRule(rule, message);
      break;
    case 'access':
      for (const place of access[Number(name)]?.places ?? []) {
        const { registry: of, repository } = place;
        next.withoutGrants({ kind: 'repositoryPolicy', registry: of.name, repository }, message);
      }
      break;
    case 'repositories': {
      const repository = uncheckedRepositoryName(name);
      const kind = PART_OF_SETTING[settingOf(key) ?? 'tags'] ?? 'repository';
      for (const { name: inRegistry, repositories } of topology.registries) {
        if (repositories.some((each) => each.name === repository)) {
          next.omit({ kind, registry: inRegistry, repository }, message);
        }
      }
      break;
    }
    case 'registries': {
      const named = partsAt.get(pathText(path.slice(0, 4)));
      next.omit(named ?? registryPart(registry, key, item), message);
      break;
    }
    default:
      break;
  }
}

/** The setting that a key under `repositories` or `defaults.repository` belongs to. */
function settingOf(key: string): SettingName | undefined {
  if (key.startsWith('imageTagMutability')) return 'mutability';
  return SETTING_NAMES.find((name) => name === key);
}

/** Settings that are resources of their own. A repository is left out together with its other settings. */
const PART_OF_SETTING: Partial<Record<SettingName, 'lifecycle' | 'repositoryPolicy' | 'scanOnPush'>> = {
  lifecycle: 'lifecycle',
  scanOnPush: 'scanOnPush',
  statements: 'repositoryPolicy',
};

function registryPart(registry: Registry['name'], key: string, item: string): Part {
  switch (key) {
    case 'scanning':
      return { kind: item === 'enableInspector' ? 'inspector' : 'scanning', registry };
    case 'statements':
      return { kind: 'registryPolicy', registry };
    case 'settings':
      return { kind: 'accountSettings', registry };
    default:
      return { kind: 'registry', registry };
  }
}

/** Returns the path of the value that contains a position, which is that of its key or first character. */
function pathAt(tree: Tree, line: number, column: number): Path {
  const isBefore = (span: Span) => span.line < line || (span.line === line && span.column <= column);
  if (tree.kind === 'scalar') return [];
  const members =
    tree.kind === 'map'
      ? [...tree.entries].map(([step, { key, value }]) => ({ step, start: key, value }))
      : tree.items.map((value, step) => ({ step, start: value.span, value }));
  const member = members.findLast(({ start }) => isBefore(start));
  return member === undefined ? [] : [member.step, ...pathAt(member.value, line, column)];
}

class Downgrader {
  private readonly omissions: Omission[] = [];
  private readonly creates: Map<string, boolean>;
  private readonly statementsOnly: Set<string>;
  private readonly unfolded: Set<SettingName>;
  private hasCommonTags: boolean;

  public constructor(private readonly choices: Choices) {
    this.creates = new Map(choices.creates);
    this.statementsOnly = new Set(choices.withoutGrants);
    this.unfolded = new Set(choices.unfolded);
    this.hasCommonTags = choices.hasCommonTags;
  }

  public omit(part: Part, why: string): void {
    this.omissions.push({ part, why });
  }

  /** Writes a repository policy without grants, or leaves it out. */
  public withoutGrants(part: Extract<Part, { readonly repository: unknown }>, why: string): void {
    const key = placeKey({ name: part.registry }, part.repository);
    if (this.choices.withoutGrants.has(key)) this.omit(part, why);
    else this.statementsOnly.add(key);
  }

  /** Writes a rule with the other value of `createRepositories`, or leaves out the replication of its source. */
  public otherRule({ key, source, creates }: PlannedRule, why: string): void {
    if (this.choices.creates.has(key)) this.omit({ kind: 'replication', registry: source.name }, why);
    else this.creates.set(key, !creates);
  }

  public unfold(name: SettingName | undefined): void {
    for (const each of name === undefined ? SETTING_NAMES : [name]) this.unfolded.add(each);
  }

  public withoutCommonTags(): void {
    this.hasCommonTags = false;
  }

  public result(): Downgrade {
    const { omissions, creates, statementsOnly: withoutGrants, unfolded, hasCommonTags } = this;
    return { omissions, choices: { creates, withoutGrants, unfolded, hasCommonTags } };
  }
}
