import type { BoundDeclaration } from '../../declaration/bind/bound-declaration';
import { bindDeclaration } from '../../declaration/bind/declaration';
import { placeGrants } from '../../declaration/lower/access';
import { lowerDeployment } from '../../declaration/lower/deployment';
import { lowerTopology } from '../../declaration/lower/topology';
import { validateShape } from '../../declaration/schema/validation';
import { hasErrors, sortDiagnostics, type Diagnostic } from '../../declaration/syntax/diagnostics';
import { Reporter } from '../../declaration/syntax/diagnostics.reporter';
import { substituteEnvironment, type Environment } from '../../declaration/syntax/environment';
import { readSource, type Source } from '../../declaration/syntax/source';
import { DECLARATION_FILE } from '../../declaration/syntax/source.file-kind';
import { refuseFile, type RefusedFile } from '../../declaration/syntax/source.refused';
import type { Tree } from '../../declaration/syntax/tree';
import { parseYaml } from '../../declaration/syntax/yaml';
import type { Deployment } from '../../model/deployment';
import type { Topology } from '../../model/topology';
import { lowerCheckSettings } from '../plan/settings-file.checks';
import { checkRuleSettings } from '../plan/settings-file.plan-rules';
import type { CheckSettings } from '../rule.settings';
import { checkAccounts } from './accounts';
import { checkCreatedReplicas } from './created-replicas';
import { checkCreationTemplates, checkTemplatePolicies } from './creation-templates';
import { checkTemplateCoverage } from './creation-templates.template-coverage';
import { declarationSchema } from './declaration-schema';
import { checkDeployment } from './deployment';
import { checkStacks } from './deployment.layout';
import { checkGrants } from './grants';
import { checkImports } from './imports';
import { checkPolicyLengths } from './policy-lengths';
import { checkPullThroughCaches } from './pull-through-cache';
import { checkRegistries } from './registries';
import { checkChains } from './replication-chains';
import { checkReplicationFilters } from './replication-filters';
import { checkReplicationRules } from './replication-rules';
import { checkReplicationLimits } from './replication-rules.limits';
import { checkRepositories } from './repositories';
import { checkRepositorySettings } from './repository-settings';
import { checkScanning } from './scanning';
import { checkScanningCoverage } from './scanning.scanning-coverage';
import { checkDenials } from './statement-denials';
import { checkStatements } from './statements';

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
