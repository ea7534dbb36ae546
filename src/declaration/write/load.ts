import type { Deployment } from '../../model/deployment';
import type { Topology } from '../../model/topology';
import { bindDeclaration } from '../bind/declaration';
import { placeGrants } from '../lower/access';
import { lowerDeployment } from '../lower/deployment';
import { lowerTopology } from '../lower/topology';
import { declarationSections } from '../schema/declaration';
import { section } from '../schema/field-types';
import { validateShape } from '../schema/validation';
import { CODES } from '../syntax/diagnostic-codes';
import { Reporter, type Diagnostic } from '../syntax/diagnostics';
import { DECLARATION_FILE, type Source } from '../syntax/source';
import type { Tree } from '../syntax/tree';
import { parseYaml } from '../syntax/yaml';

/** The language without `checks`. */
export const WRITTEN_SCHEMA = section(declarationSections);

/** What a written declaration means. */
export interface LoadedCandidate {
  readonly tree: Tree;
  readonly topology: Topology;
  readonly deployment: Deployment;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Parses and lowers a written declaration, without the rules of `src/lint`.
 *
 * @throws Error if it is not YAML, which is a bug in this folder
 */
export function loadCandidate(source: Source): LoadedCandidate {
  const parsed = parseYaml(source, DECLARATION_FILE);
  if (parsed.tree === undefined) {
    throw new Error(`The written declaration is not valid YAML: ${parsed.diagnostics[0]?.message ?? ''}`);
  }
  const { tree } = parsed;
  const { declared, diagnostics } = validateShape(source.file, tree, WRITTEN_SCHEMA, DECLARATION_FILE);
  const reporter = new Reporter(source.file, tree, CODES);
  const bound = bindDeclaration(declared.value, reporter);
  const topology = lowerTopology(bound, placeGrants(bound));
  return {
    tree,
    topology,
    deployment: lowerDeployment(declared.value, bound, topology),
    diagnostics: [...parsed.diagnostics, ...diagnostics, ...reporter.diagnostics],
  };
}
