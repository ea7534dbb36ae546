export type { Diagnostic } from './diagnostic';
export { jsonSchemaText } from './json-schema';
export { loadTopology, type Loaded } from './load';
export type { Source } from './source';
