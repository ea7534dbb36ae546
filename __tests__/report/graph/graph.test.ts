import { accountNames } from '../../../src/access/evaluate/grantees';
import type { Topology } from '../../../src/model/topology';
import { GRAPH_FORMATS, graphText, type GraphFormat } from '../../../src/report/graph/graph';
import { BASE, topologyOf } from '../../declaration/declarations';
import { largeTopology } from './large';
import { grants, id, registry, role, rule } from './organisation';

const NO_NAMES = accountNames([]);

function graph(topology: Topology, format: GraphFormat): Promise<string> {
  return graphText(topology, NO_NAMES, format, format === 'mermaid' ? { only: 'access' } : {});
}

test('SVG has no background, and tooltips with the contents of a box', async () => {
  const svg = await graph(topologyOf(BASE), 'svg');
  expect(svg).toMatch(/<svg [^>]*width="\d+" height="\d+"/);
  expect(svg).not.toMatch(/<polygon|<rect[^>]*(?:x="-16"|width="100%")/);
  const titles = [...svg.matchAll(/<title>([^<]*)<\/title>/g)].map(([, title = '']) =>
    title.replace(/&#([0-9]+);/g, (_, code: string) => String.fromCodePoint(Number(code))),
  );
  expect(titles).toContain('develop\nap-northeast-1\nmy-repo');
  expect(titles).toContain('develop replicates to management: names that start with my-repo');
});

describe('malicious names', () => {
  const MALICIOUS =
    '"]|end;<img src=x onerror=alert(1)>#quot;&amp;\\N`*%%{init}%%\u202E\u0007\uD800\uFFFE\n--> x';
  const hostile: Topology = {
    registries: [
      registry(MALICIOUS, {
        account: id(1),
        region: 'us-east-1',
        repositories: {
          [MALICIOUS]: grants([role(id(2), MALICIOUS), { kind: 'organization', id: MALICIOUS }], 'pull'),
          ok: [],
        },
        replication: [rule([MALICIOUS], { accountId: id(3), region: MALICIOUS as never })],
      }),
    ],
    identities: [],
  };
  const names = accountNames([{ id: id(1), name: MALICIOUS as never }]);

  test.each(['replication', 'access'] as const)('stay text in Mermaid of %s', async (only) => {
    const text = await graphText(hostile, names, 'mermaid', { only });
    const [, body = ''] = text.split('flowchart LR\n');
    for (const [, quoted = ''] of body.matchAll(/"([^"]*)"/g)) {
      expect(quoted.replace(/<br\/>|<\/?b>/g, '').replace(/#[0-9]+;/g, '')).toMatch(
        /^[\p{L}\p{N} .,:/()@×…_-]*$/u,
      );
    }
    // Nothing of the names is outside the quotes.
    expect(body.replace(/"[^"]*"/g, '""')).not.toMatch(/img|onerror|init|alert/);
  });

  test('stay text in Markdown', async () => {
    const text = await graphText(hostile, names, 'markdown');
    const outside = text.replace(/^```mermaid\n.*?^```$/gms, '');
    expect(outside).not.toMatch(/<img|`|\*%|\[/);
    expect(text.match(/^```/gm)).toHaveLength(4);
  });

  test('stay text in DOT and SVG', async () => {
    const svg = await graphText(hostile, names, 'svg');
    expect(svg).not.toMatch(/<img|<script/);
    expect(svg).toContain('&lt;img src');
    // An entity in a name is not an entity of the output.
    expect(svg).toMatch(/<title>[^<]*quot;&amp;amp;[^<]*<\/title>/);
    // No character that XML rejects, and no ampersand without an entity.
    expect(svg).not.toMatch(/[\0-\x08\x0B\x0C\x0E-\x1F\uD800-\uDFFF\uFFFE\uFFFF\u202E]/);
    expect(svg).not.toMatch(/&(?!(?:amp|lt|gt|quot|apos|#[0-9]+|#x[0-9a-f]+);)/);
  });
});

describe('a large topology', () => {
  test.each(GRAPH_FORMATS)('is rendered identically each time in %s', async (format) => {
    const topology = largeTopology(10);
    expect(await graph(topology, format)).toBe(await graph(topology, format));
  });
});

test.each(GRAPH_FORMATS)('renders a topology without registries as an empty graph in %s', async (format) => {
  await expect(graph({ registries: [], identities: [] }, format)).resolves.toMatch(/\n$/);
});
