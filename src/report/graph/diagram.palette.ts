import type { ArrowKind, Node } from './diagram';

/**
 * Blue, purple, green and vermillion are distinguishable with any kind of color vision. Each is dark enough for white
 * paper and light enough for GitHub's dark mode. Color is never the only difference: the line styles and labels differ
 * too.
 */
export const ARROW_COLORS: Readonly<Record<ArrowKind, { readonly color: string; readonly text: string }>> = {
  replication: { color: '#0072B2', text: '#00568A' },
  cache: { color: '#A8559B', text: '#7A2F6E' },
  pull: { color: '#009E73', text: '#00664B' },
  push: { color: '#D55E00', text: '#9E4600' },
};

/** Every background has its own text color, so that light and dark mode show the same. */
export const NODE_COLORS: Readonly<Record<Node['kind'] | 'box' | 'innerBox', NodeColors>> = {
  registry: { fill: '#FFFFFF', border: '#33475B', text: '#1B2733' },
  account: { fill: '#EEF2F6', border: '#33475B', text: '#1B2733' },
  caller: { fill: '#FFF4D6', border: '#8A6D00', text: '#332900' },
  upstream: { fill: '#F5ECF4', border: '#7A2F6E', text: '#2E1229' },
  box: { fill: '#EEF2F6', border: '#8796A5', text: '#1B2733' },
  innerBox: { fill: '#E0E7EE', border: '#8796A5', text: '#1B2733' },
};

interface NodeColors {
  readonly fill: string;
  readonly border: string;
  readonly text: string;
}
