import { accountNames } from '../../../src/access/evaluate/grantees';
import type { AccountId } from '../../../src/aws/names';
import type { Topology } from '../../../src/model/topology';
import { GRAPH_FORMATS, graphText, type GraphFormat } from '../../../src/report/graph/graph';
import { MERMAID_LIMITS } from '../../../src/report/graph/mermaid';
import { BASE, topologyOf } from '../../declaration/declarations';
import { largeTopology } from './large';
import { grants, id, registry, role, rule } from './organisation';

const NO_NAMES = accountNames([]);

function graph(topology: Topology, format: GraphFormat): Promise<string> {
  return graphText(topology, NO_NAMES, format);
}

test("Mermaid draws the article's declaration", async () => {
  expect(await graph(topologyOf(BASE), 'mermaid')).toBe(`---
config:
  flowchart:
    wrappingWidth: 600
---
flowchart LR
  subgraph account_111111111111["account 111111111111"]
    direction LR
    registry_develop["develop<br/>ap-northeast-1<br/>my-repo"]:::registry
    registry_develop__us["develop_us<br/>us-west-1<br/>my-repo"]:::registry
  end
  subgraph account_999999999999["account 999999999999"]
    direction LR
    registry_management["management<br/>ap-northeast-1<br/>my-repo"]:::registry
  end
  registry_develop ==>|"my-repo"| registry_develop__us
  registry_develop ==>|"my-repo"| registry_management
  legend["thick, blue: replicates (label: repository name prefixes, or all)"]:::legend
  classDef registry fill:#FFFFFF,stroke:#33475B,color:#1B2733
  classDef box fill:#EEF2F6,stroke:#8796A5,color:#1B2733
  class account_111111111111,account_999999999999 box
  classDef legend fill:none,stroke:none,text-align:left
  linkStyle 0,1 stroke:#0072B2,stroke-width:3px
`);
});

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

  test('stay text in Mermaid', async () => {
    const text = await graphText(hostile, names, 'mermaid');
    const [, body = ''] = text.split('flowchart LR\n');
    for (const [, quoted = ''] of body.matchAll(/"([^"]*)"/g)) {
      expect(quoted.replaceAll('<br/>', '').replace(/#[0-9]+;/g, '')).toMatch(/^[\p{L}\p{N} .,:/()@×…_-]*$/u);
    }
    // Nothing of the names is outside the quotes.
    expect(body.replace(/"[^"]*"/g, '""')).not.toMatch(/img|onerror|init|alert/);
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
  test('of 40 registries shows every account and every registry', async () => {
    const topology = largeTopology(10);
    const text = await graph(topology, 'mermaid');
    for (const { name } of topology.registries) expect(text).toContain(name);
    expect(text.match(/ (==>|-\.->|-->)\|/g)?.length).toBeLessThanOrEqual(60);
  });

  test.each([60, 200])(
    'of %d accounts stays within the limits of GitHub, and reports what is missing',
    async (accounts) => {
      const text = await graph(largeTopology(accounts), 'mermaid');
      expect(text.length).toBeLessThanOrEqual(MERMAID_LIMITS.characters);
      expect(text.match(/ (==>|-\.->|-->)\|/g)?.length).toBeLessThanOrEqual(MERMAID_LIMITS.arrows);
      expect(text).toMatch(/\n%% .*\n$/);
    },
  );

  test('with long names is truncated to the limits of GitHub', async () => {
    const account = (number: number) => String(100_000_000_000 + number) as AccountId;
    const registries = Array.from({ length: 60 }, (_, index) => {
      const roles = Array.from({ length: 5 }, (_unused, number) =>
        role(account(1000 + index), `${'+'.repeat(60)}${number}`),
      );
      const repositories = { app: grants(roles, 'pull') };
      return registry(`r${index}`, { account: account(index), region: 'eu-west-1', repositories });
    });
    const text = await graph({ registries, identities: [] }, 'mermaid');
    expect(text.length).toBeLessThanOrEqual(MERMAID_LIMITS.characters);
    expect(text).toMatch(/\n%% .* [1-9][0-9]* of 60 arrows and [1-9][0-9]* of 120 boxes are shown\.\n$/);
  });

  test.each(GRAPH_FORMATS)('is rendered identically each time in %s', async (format) => {
    const topology = largeTopology(10);
    expect(await graph(topology, format)).toBe(await graph(topology, format));
  });
});

test.each(GRAPH_FORMATS)('renders a topology without registries as an empty graph in %s', async (format) => {
  await expect(graph({ registries: [], identities: [] }, format)).resolves.toMatch(/\n$/);
});
