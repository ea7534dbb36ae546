export type { Diagnostic } from './diagnostic';
export { jsonSchemaText } from './json-schema';
export { loadTopology, parseTopology, type Loaded, type LoadedTopology } from './load';
export { loadChecks, type LoadedChecks } from './load-checks';
export { placesOf } from './places';
export { declarationFile, DEFAULT_DECLARATION, type Source } from './source';
export { didYouMean, listed } from './suggest';
export { originalsOf } from './originals';
export { withEntries } from './with-entries';
