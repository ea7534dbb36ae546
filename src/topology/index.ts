export type { Diagnostic } from './diagnostic';
export { jsonSchemaText } from './json-schema';
export { loadTopology, parseTopology, type Loaded, type LoadedTopology } from './load';
export { loadCheckSettings, type LoadedCheckSettings } from './load-checks';
export { sourceLocator } from './places';
export { declarationFile, DEFAULT_DECLARATION, type Source } from './source';
export { didYouMean, formatList } from './suggest';
export { originalMatcher } from './originals';
export { addEntries } from './with-entries';
