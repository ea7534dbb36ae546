export { colorsFor } from './colors';
export { countText, diagnosticsJson, diagnosticsText } from './diagnostics';
export { failureText } from './failure';
export { topologyText } from './topology';
