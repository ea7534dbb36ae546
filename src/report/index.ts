export { changesJson, changesText } from './changes';
export { colorsFor } from './colors';
export { countText, diagnosticsJson, diagnosticsText } from './diagnostics';
export { failureText } from './failure';
export { printable } from './printable';
export { topologyText } from './topology';
