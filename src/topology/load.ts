import type { CheckSettings } from '../plan/settings';
import type { Deployment, Topology } from '../registry';
import { checkAccounts } from './checks/accounts';
import { checkGrants } from './checks/grants';
import { checkStacks } from './checks/layout';
import { checkStatements } from './checks/statements';
import { checkChains } from './checks/chains';
import { checkCoverage } from './checks/coverage';
import { checkCreatedReplicas } from './checks/created-replicas';
import { checkCreationTemplates, checkTemplatePolicies } from './checks/creation-templates';
import { checkDenials } from './checks/denials';
import { checkDeployment } from './checks/deployment';
import { checkImports } from './checks/imports';
import { checkReplicationLimits } from './checks/limits';
import { checkPlanRules } from './checks/plan-rules';
import { checkPolicyLengths } from './checks/policy-lengths';
import { checkPullThroughCaches } from './checks/pull-through-cache';
import { checkRegistries } from './checks/registries';
import { checkRules } from './checks/replication';
import { checkRepositories } from './checks/repositories';
import { checkScanning } from './checks/scanning';
import { checkScanningCoverage } from './checks/scanning-coverage';
import { checkRepositorySettings } from './checks/settings';
import { checkTemplateCoverage } from './checks/template-coverage';
import { resolveChecks } from './resolve/checks';
import { resolveDeployment } from './resolve/deployment';
import { hasErrors, inOrder, type Diagnostic } from './diagnostic';
import { substituteEnvironment, type Environment } from './environment';
import { DECLARATION_FILE } from './file-kind';
import { link } from './link/link';
import type { Linked } from './link/linked';
import { refusedFor, type Refused } from './refused';
import { Reporter } from './reporter';
import { placements } from './resolve/placements';
import { resolve } from './resolve/topology';
import { declarationSchema } from './schema/full-declaration';
import { readShape } from './shape';
import { readSource, type Source } from './source';
import type { Tree } from './tree';
import { parseYaml } from './yaml';

/** The result of reading a declaration: a topology, or the reasons why there is none. */
export type Loaded = LoadedTopology | Refused;

export interface LoadedTopology {
  readonly kind: 'topology';
  readonly source: Source;
  readonly topology: Topology;
  readonly deployment: Deployment;
  readonly checks: CheckSettings;
  /** The declaration and its positions, for `sourceLocator`. */
  readonly declared: Declared;
  /** Warnings only. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The syntax tree and the resolved names of a declaration. */
interface Declared {
  readonly file: string;
  readonly tree: Tree;
  readonly linked: Linked;
}

const CHECKS = ['checks'];

/** Reads a declaration from a file. Never throws. */
export function loadTopology(file: string, environment: Environment): Loaded {
  const source = readSource(file, DECLARATION_FILE);
  return 'text' in source ? parseTopology(source, environment) : refusedFor(file, source);
}

/** Reads a declaration from a text. */
export function parseTopology(source: Source, environment: Environment): Loaded {
  const parsed = parseYaml(source, DECLARATION_FILE);
  if (parsed.tree === undefined) {
    return { kind: 'refused', source, diagnostics: inOrder(parsed.diagnostics) };
  }
  const { file } = source;
  const { tree, diagnostics: unset } = substituteEnvironment(file, parsed.tree, environment);
  const { declared: declaration, diagnostics: misshapen } = readShape(
    file,
    tree,
    declarationSchema,
    DECLARATION_FILE,
  );
  const reporter = new Reporter(file, tree);

  const linked = link(declaration, tree, reporter);
  checkAccounts(declaration, linked, reporter);
  checkRegistries(declaration, linked, reporter);
  checkRepositories(declaration, tree, linked, reporter);
  checkRules(linked, reporter);
  checkCoverage(linked, reporter);
  checkChains(linked, reporter);
  checkReplicationLimits(linked, reporter);
  checkDeployment(declaration, reporter);
  checkPlanRules(declaration.checks, CHECKS, reporter);
  const granted = placements(linked);
  checkGrants(linked, granted, reporter);
  checkStatements(linked, reporter);
  checkRepositorySettings(linked, Object.keys(declaration.tags ?? {}), reporter);
  checkCreationTemplates(linked, reporter);
  checkPullThroughCaches(linked, reporter);
  checkScanning(linked, reporter);
  const topology = resolve(linked, granted);
  checkPolicyLengths(topology, linked, reporter);
  checkTemplatePolicies(topology, linked, reporter);
  checkDenials(topology, linked, reporter);
  const deployment = resolveDeployment(declaration, linked, topology);
  checkStacks(topology, deployment, linked, reporter);

  const before = [...parsed.diagnostics, ...unset, ...misshapen];
  // A rejected part may be the one that is imported, that a template applies to, or that a filter matches.
  if (!hasErrors([...before, ...reporter.diagnostics])) {
    checkImports(topology, linked, reporter);
    checkTemplateCoverage(linked, reporter);
    checkCreatedReplicas(linked, reporter);
    checkScanningCoverage(topology, linked, reporter);
  }
  const diagnostics = inOrder([...before, ...reporter.diagnostics]);
  if (hasErrors(diagnostics)) return { kind: 'refused', source, diagnostics };
  return {
    kind: 'topology',
    source,
    topology,
    deployment,
    checks: resolveChecks(file, tree, declaration.checks, CHECKS),
    declared: { file, tree, linked },
    diagnostics,
  };
}
