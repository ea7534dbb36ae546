/** The number of colors for Regions. With more Regions, colors repeat; every registry also names its Region. */
export const REGION_COLORS = 8;

type Palette = Readonly<Record<string, string>>;

const LIGHT: Palette = {
  page: '#ffffff',
  text: '#1b2733',
  muted: '#4d5b69',
  box: '#f3f6f9',
  inner: '#e6ecf2',
  'box-border': '#bcc7d2',
  node: '#ffffff',
  'node-border': '#7b8a99',
  caller: '#fff8e3',
  'caller-border': '#bf9a2c',
  upstream: '#f8eff7',
  'upstream-border': '#a8559b',
  public: '#fde7e7',
  'public-border': '#c62828',
  'public-text': '#8e1212',
  replication: '#0b6bb5',
  'replication-text': '#075391',
  cache: '#9a4a8e',
  'cache-text': '#7a2f6e',
  pull: '#0e8a62',
  'pull-text': '#0a6448',
  push: '#c75300',
  'push-text': '#8f3d00',
  'region-0': '#5566d6',
  'region-1': '#0f9d8f',
  'region-2': '#c2488f',
  'region-3': '#7d8f14',
  'region-4': '#8e5bd0',
  'region-5': '#b08400',
  'region-6': '#4a93b8',
  'region-7': '#7d6b5d',
};

const DARK: Palette = {
  page: '#0d1117',
  text: '#e6edf3',
  muted: '#a3b1bf',
  box: '#161d26',
  inner: '#202a36',
  'box-border': '#3d4a59',
  node: '#0e141b',
  'node-border': '#73859a',
  caller: '#2a240f',
  'caller-border': '#a8872a',
  upstream: '#291a27',
  'upstream-border': '#b56aa7',
  public: '#3a1416',
  'public-border': '#f26d6d',
  'public-text': '#ffb8b8',
  replication: '#4c9df0',
  'replication-text': '#8cc2ff',
  cache: '#c983bd',
  'cache-text': '#e0a8d6',
  pull: '#35b985',
  'pull-text': '#6fdbae',
  push: '#e8833a',
  'push-text': '#ffac70',
  'region-0': '#8b9bff',
  'region-1': '#3cc7b8',
  'region-2': '#e880bd',
  'region-3': '#b3c64a',
  'region-4': '#b68cf0',
  'region-5': '#dcb641',
  'region-6': '#79b8e0',
  'region-7': '#bba899',
};

const ARROWS = ['replication', 'cache', 'pull', 'push'] as const;

/** Rules without colors. */
const SHAPES = `.picture text{font-family:Arial,Helvetica,"Liberation Sans",sans-serif;font-size:12px}
.picture .name{font-size:13px;font-weight:700}
.picture .arrow-label text{font-size:11px}
.picture .line{fill:none;stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}
.picture .replication .line{stroke-width:2.6}
.picture .pull .line{stroke-dasharray:6 4}
.picture .cache .line{stroke-width:2.2;stroke-dasharray:.1 5}
.picture .edge{fill:none;stroke-width:5;stroke-linecap:round}
.picture .public>.line{stroke-width:2.2}
.picture .tag{fill-opacity:.16}
.picture .some .mark{fill-opacity:.16;stroke-width:1.2}
.picture .mark-text{font-size:10px;text-anchor:middle}
`;

/** Rules with colors, as variables. */
const COLORS = `.picture text{fill:var(--picture-text)}
.picture .muted{fill:var(--picture-muted)}
.picture .account>.shape,.picture .account>.band,.picture .on-box{fill:var(--picture-box)}
.picture .account>.shape{stroke:var(--picture-box-border)}
.picture .registries>.shape,.picture .on-inner{fill:var(--picture-inner)}
.picture .registries>.shape{stroke:var(--picture-box-border)}
.picture .on-page{fill:var(--picture-page)}
.picture .registry>.shape,.picture .account-node>.shape{fill:var(--picture-node);stroke:var(--picture-node-border)}
.picture .principal>.shape{fill:var(--picture-caller);stroke:var(--picture-caller-border)}
.picture .upstream>.shape{fill:var(--picture-upstream);stroke:var(--picture-upstream-border)}
.picture .grid{stroke:var(--picture-box-border);fill:none}
.picture .stripe{fill:var(--picture-box)}
${ARROWS.map(
  (kind) =>
    `.picture .${kind} .line,.picture .${kind} .edge{stroke:var(--picture-${kind})}\n` +
    `.picture .${kind} .head,.picture .${kind} .mark{fill:var(--picture-${kind});stroke:var(--picture-${kind})}\n` +
    `.picture .${kind} text{fill:var(--picture-${kind}-text)}`,
).join('\n')}
.picture .all .mark-text{fill:var(--picture-page)}
.picture .public>.shape{fill:var(--picture-public);stroke:var(--picture-public-border)}
.picture .public>.line,.picture .public>.edge{stroke:var(--picture-public-border)}
.picture .public>.head,.picture .public>.mark{fill:var(--picture-public-border);stroke:var(--picture-public-border)}
.picture .public>text{fill:var(--picture-public-text)}
.picture .all.public>.mark-text{fill:var(--picture-page)}
${Array.from({ length: REGION_COLORS }, (_, index) => `.picture .region-${index}{fill:var(--picture-region-${index})}`).join('\n')}
`;

/** The rules of an embedded picture. It has the `color-scheme` of its page. */
export const PICTURE_CSS = `:root{${variables()}}\n${SHAPES}${COLORS}`;

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Returns the rules of a file without variables, because many programs that show SVG do not know them. */
export function pictureFileCss(theme: Theme): string {
  switch (theme) {
    case 'light':
      return `${SHAPES}${resolved(LIGHT)}`;
    case 'dark':
      return `${SHAPES}${resolved(DARK)}`;
    case 'auto':
      return `${SHAPES}${resolved(LIGHT)}@media (prefers-color-scheme:dark){\n${resolved(DARK)}}\n`;
  }
}

function variables(): string {
  return Object.entries(LIGHT)
    .map(([name, light]) => `--picture-${name}:light-dark(${light},${DARK[name] ?? light})`)
    .join(';');
}

function resolved(palette: Palette): string {
  return COLORS.replace(
    /var\(--picture-([a-z0-9-]+)\)/g,
    (_, name: string) => palette[name] ?? 'currentColor',
  );
}
