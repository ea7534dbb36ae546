import type { BoundDeclaration } from '../../declaration/bind/bound-declaration';
import { bindDeclaration } from '../../declaration/bind/declaration';
import { placeGrants } from '../../declaration/lower/access';
import { lowerDeployment } from '../../declaration/lower/deployment';
import { lowerTags } from '../../declaration/lower/repository-settings';
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
} from '../../declaration/syntax/source';
import type { Tree } from '../../declaration/syntax/tree';
import { parseYaml } from '../../declaration/syntax/yaml';
import type { Deployment } from '../../model/deployment';
import type { Topology } from '../../model/topology';
import { checkRuleSettings, lowerCheckSettings } from '../plan/settings-file';
import type { CheckSettings } from '../rule';
import { checkAccounts } from './accounts';
import { checkCreatedReplicas } from './created-replicas';
import { checkCreationTemplates, checkTemplateCoverage, checkTemplatePolicies } from './creation-templates';
import { declarationSchema } from './declaration-schema';
import { checkDeployment, checkStacks } from './deployment';
import { checkGrants } from './grants';
import { checkImports } from './imports';
import { checkPolicyLengths } from './policy-lengths';
import { checkPullThroughCaches } from './pull-through-cache';
import { checkRegistries } from './registries';
import { checkChains } from './replication-chains';
import { checkReplicationFilters } from './replication-filters';
import { checkReplicationLimits, checkReplicationRules } from './replication-rules';
import { checkRepositories } from './repositories';
import { checkRepositorySettings } from './repository-settings';
import { checkScanning, checkScanningCoverage } from './scanning';
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
  const { declared, diagnostics: shapeDiagnostics } = validateShape(
    file,
    tree,
    declarationSchema,
    DECLARATION_FILE,
  );
  const declaration = declared.value;
  const reporter = new Reporter(file, tree);

  const bound = bindDeclaration(declaration, reporter);
  checkAccounts(declaration, bound, reporter);
  checkRegistries(declaration, bound, reporter);
  checkRepositories(declaration, bound, reporter);
  checkReplicationRules(bound, reporter);
  checkReplicationFilters(bound, reporter);
  checkChains(bound, reporter);
  checkReplicationLimits(bound, reporter);
  checkDeployment(declaration, reporter);
  checkRuleSettings(declaration.checks, reporter);
  const grantPlacements = placeGrants(bound);
  checkGrants(bound, grantPlacements, reporter);
  checkStatements(bound, reporter);
  checkRepositorySettings(bound, Object.keys(lowerTags(declaration.tags)), reporter);
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
    checks: lowerCheckSettings(file, tree, declaration.checks),
    declared: { file, tree, bound },
    diagnostics,
  };
}
