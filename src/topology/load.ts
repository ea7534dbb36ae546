import type { CheckSettings } from '../plan/settings';
import type { Deployment, Topology } from '../registry';
import { checkAccounts } from './checks/accounts';
import { checkGrants } from './checks/grants';
import { checkStacks } from './checks/layout';
import { checkStatements } from './checks/statements';
import { checkChains } from './checks/chains';
import { checkReplicationFilters } from './checks/coverage';
import { checkCreatedReplicas } from './checks/created-replicas';
import { checkCreationTemplates, checkTemplatePolicies } from './checks/creation-templates';
import { checkDenials } from './checks/denials';
import { checkDeployment } from './checks/deployment';
import { checkImports } from './checks/imports';
import { checkReplicationLimits } from './checks/limits';
import { checkRuleSettings } from './checks/plan-rules';
import { checkPolicyLengths } from './checks/policy-lengths';
import { checkPullThroughCaches } from './checks/pull-through-cache';
import { checkRegistries } from './checks/registries';
import { checkReplicationRules } from './checks/replication';
import { checkRepositories } from './checks/repositories';
import { checkScanning } from './checks/scanning';
import { checkScanningCoverage } from './checks/scanning-coverage';
import { checkRepositorySettings } from './checks/settings';
import { checkTemplateCoverage } from './checks/template-coverage';
import { lowerCheckSettings } from './resolve/checks';
import { lowerDeployment } from './resolve/deployment';
import { hasErrors, sortDiagnostics, type Diagnostic } from './diagnostic';
import { substituteEnvironment, type Environment } from './environment';
import { DECLARATION_FILE } from './file-kind';
import { bindDeclaration } from './link/link';
import type { BoundDeclaration } from './link/linked';
import { refuseFile, type RefusedFile } from './refused';
import { Reporter } from './reporter';
import { placeGrants } from './resolve/placements';
import { lowerTopology } from './resolve/topology';
import { declarationSchema } from './schema/full-declaration';
import { validateShape } from './shape';
import { readSource, type Source } from './source';
import type { Tree } from './tree';
import { parseYaml } from './yaml';

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
  /** Warnings only. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The syntax tree and the resolved names of a declaration. */
interface DeclarationContext {
  readonly file: string;
  readonly tree: Tree;
  readonly bound: BoundDeclaration;
}

const CHECKS_PATH = ['checks'];

/** Reads a declaration from a file. Never throws. */
export function loadTopology(file: string, environment: Environment): Loaded {
  const source = readSource(file, DECLARATION_FILE);
  return 'text' in source ? parseTopology(source, environment) : refuseFile(file, source);
}

/** Reads a declaration from a text. */
export function parseTopology(source: Source, environment: Environment): Loaded {
  const parsed = parseYaml(source, DECLARATION_FILE);
  if (parsed.tree === undefined) {
    return { kind: 'refused', source, diagnostics: sortDiagnostics(parsed.diagnostics) };
  }
  const { file } = source;
  const { tree, diagnostics: environmentDiagnostics } = substituteEnvironment(file, parsed.tree, environment);
  const { declared: declaration, diagnostics: shapeDiagnostics } = validateShape(
    file,
    tree,
    declarationSchema,
    DECLARATION_FILE,
  );
  const reporter = new Reporter(file, tree);

  const bound = bindDeclaration(declaration, tree, reporter);
  checkAccounts(declaration, bound, reporter);
  checkRegistries(declaration, bound, reporter);
  checkRepositories(declaration, tree, bound, reporter);
  checkReplicationRules(bound, reporter);
  checkReplicationFilters(bound, reporter);
  checkChains(bound, reporter);
  checkReplicationLimits(bound, reporter);
  checkDeployment(declaration, reporter);
  checkRuleSettings(declaration.checks, CHECKS_PATH, reporter);
  const grantPlacements = placeGrants(bound);
  checkGrants(bound, grantPlacements, reporter);
  checkStatements(bound, reporter);
  checkRepositorySettings(bound, Object.keys(declaration.tags ?? {}), reporter);
  checkCreationTemplates(bound, reporter);
  checkPullThroughCaches(bound, reporter);
  checkScanning(bound, reporter);
  const topology = lowerTopology(bound, grantPlacements);
  checkPolicyLengths(topology, bound, reporter);
  checkTemplatePolicies(topology, bound, reporter);
  checkDenials(topology, bound, reporter);
  const deployment = lowerDeployment(declaration, bound, topology);
  checkStacks(topology, deployment, bound, reporter);

  const earlierDiagnostics = [...parsed.diagnostics, ...environmentDiagnostics, ...shapeDiagnostics];
  // A rejected part may be the one that is imported, that a template applies to, or that a filter matches.
  if (!hasErrors([...earlierDiagnostics, ...reporter.diagnostics])) {
    checkImports(topology, bound, reporter);
    checkTemplateCoverage(bound, reporter);
    checkCreatedReplicas(bound, reporter);
    checkScanningCoverage(topology, bound, reporter);
  }
  const diagnostics = sortDiagnostics([...earlierDiagnostics, ...reporter.diagnostics]);
  if (hasErrors(diagnostics)) return { kind: 'refused', source, diagnostics };
  return {
    kind: 'topology',
    source,
    topology,
    deployment,
    checks: lowerCheckSettings(file, tree, declaration.checks, CHECKS_PATH),
    declared: { file, tree, bound },
    diagnostics,
  };
}
