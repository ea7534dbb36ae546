export { changesJson, changesText } from './changes';
export { colorsFor } from './colors';
export { count } from './count';
export { countText, diagnosticsJson, diagnosticsText } from './diagnostics';
export { explanationJson, explanationText, replicationText } from './explanation';
export { failureText } from './failure';
export { policyFiles, SCRIPT, type PolicyFile } from './policy-files';
export { printable } from './printable';
export { topologyText } from './topology';
