export { countText, diagnosticsJson, diagnosticsText } from './diagnostics';
export { topologyText } from './topology';
