import type { BoundDeclaration } from '../../declaration/bind/bound-declaration';
import { bindDeclaration } from '../../declaration/bind/declaration';
import { placeGrants } from '../../declaration/lower/access';
import { lowerDeployment } from '../../declaration/lower/deployment';
import { lowerTopology } from '../../declaration/lower/topology';
import { validateShape } from '../../declaration/schema/validation';
import { hasErrors, Reporter, sortDiagnostics, type Diagnostic } from '../../declaration/syntax/diagnostics';
import { substituteEnvironment, type Environment } from '../../declaration/syntax/environment';
import {
  DECLARATION_FILE,
  readSource,
  refuseFile,
  type RefusedFile,
  type Source,
  DEFAULT_DECLARATION,
} from '../../declaration/syntax/source';
import type { Tree } from '../../declaration/syntax/tree';
import { parseYaml } from '../../declaration/syntax/yaml';
import type { Deployment } from '../../model/deployment';
import type { Topology } from '../../model/topology';
import { checkRuleSettings, lowerCheckSettings } from '../plan/settings-file';
import type { CheckSettings, DeclarationRules } from '../rule';
import { currentDay } from '../suppressions';
import { declarationSchema } from './declaration-schema';
import { DECLARATION_RULES } from './rules';
import { applySettings, DECLARATION_RULE_IDS, TEXTS } from './settings';

/** The result of reading a declaration: a topology, or the reasons why there is none. */
export type Loaded = LoadedTopology | RefusedFile;

export interface LoadedTopology {
  readonly kind: 'topology';
  readonly source: Source;
  readonly topology: Topology;
  readonly deployment: Deployment;
  readonly checks: CheckSettings;
  /** The declaration and its positions, for `sourceLocator`. */
  readonly declared: DeclarationContext;
  /** Warnings only, without those that are suppressed. */
  readonly diagnostics: readonly Diagnostic[];
  /** Number of warnings that `checks.suppressions` accepts. */
  readonly suppressed: number;
}

/** The syntax tree and the resolved names of a declaration. */
interface DeclarationContext {
  readonly file: string;
  readonly tree: Tree;
  readonly bound: BoundDeclaration;
}

/** Reads a declaration from a file. Never throws. */
export function loadTopology(file: string, environment: Environment): Loaded {
  const source = readSource(file, DECLARATION_FILE);
  return 'text' in source ? parseTopology(source, environment) : refuseFile(file, source);
}

/**
 * Reads a declaration from a text.
 *
 * @param today `YYYY-MM-DD`, in UTC, to decide which suppressions are expired
 */
export function parseTopology(source: Source, environment: Environment, today = currentDay()): Loaded {
  return parseDeclaration(source, environment, today, (tree) => tree);
}

/**
 * Reads a declaration that this program wrote.
 * @throws Error if it has errors, which is a bug of this program
 */
export function parseWritten(text: string): LoadedTopology {
  const loaded = parseTopology({ file: DEFAULT_DECLARATION, text }, {});
  if (loaded.kind === 'topology') return loaded;
  const [first] = loaded.diagnostics;
  throw new Error(
    `The written declaration has an error: ${first?.message ?? ''} Report this as a bug of ecr-topology.`,
  );
}

/** Reads a declaration that need not contain `repositories`. Never throws. */
export function loadRegistries(file: string, environment: Environment): Loaded {
  const source = readSource(file, DECLARATION_FILE);
  return 'text' in source
    ? parseDeclaration(source, environment, currentDay(), withRepositories)
    : refuseFile(file, source);
}

/** Adds an empty `repositories` if there is none. */
function withRepositories(tree: Tree): Tree {
  if (tree.kind !== 'map' || tree.entries.has('repositories')) return tree;
  const value: Tree = { kind: 'map', entries: new Map(), span: tree.span };
  return { ...tree, entries: new Map([...tree.entries, ['repositories', { key: tree.span, value }]]) };
}

function parseDeclaration(
  source: Source,
  environment: Environment,
  today: string,
  complete: (tree: Tree) => Tree,
): Loaded {
  const parsed = parseYaml(source, DECLARATION_FILE);
  if (parsed.tree === undefined) {
    return { kind: 'refused', source, diagnostics: sortDiagnostics(parsed.diagnostics) };
  }
  const { file } = source;
  const { tree, diagnostics: environmentDiagnostics } = substituteEnvironment(
    file,
    complete(parsed.tree),
    environment,
  );
  const { declared, diagnostics: shapeDiagnostics } = validateShape(
    file,
    tree,
    declarationSchema,
    DECLARATION_FILE,
  );
  const declaration = declared.value;
  const reporter = new Reporter<string>(file, tree, TEXTS);
  const rules: readonly DeclarationRules[] = DECLARATION_RULES;

  const bound = bindDeclaration(declaration, reporter);
  const placements = placeGrants(bound);
  const context = { declaration, bound, placements };
  for (const each of rules) each.bound?.(context, reporter);
  checkRuleSettings(declaration.checks, DECLARATION_RULE_IDS, reporter);
  const topology = lowerTopology(bound, placements);
  const deployment = lowerDeployment(declaration, bound, topology);
  const lowered = { ...context, topology, deployment };
  for (const each of rules) each.lowered?.(lowered, reporter);

  const earlierDiagnostics = [...parsed.diagnostics, ...environmentDiagnostics, ...shapeDiagnostics];
  const isComplete = !hasErrors([...earlierDiagnostics, ...reporter.diagnostics]);
  if (isComplete) for (const each of rules) each.complete?.(lowered, reporter);
  const configured = applySettings(declaration.checks, reporter, isComplete, today);
  const diagnostics = sortDiagnostics([...earlierDiagnostics, ...configured.diagnostics], TEXTS);
  if (hasErrors(diagnostics)) return { kind: 'refused', source, diagnostics };
  return {
    kind: 'topology',
    source,
    topology,
    deployment,
    checks: lowerCheckSettings(file, tree, declaration.checks),
    declared: { file, tree, bound },
    diagnostics,
    suppressed: configured.suppressed,
  };
}
