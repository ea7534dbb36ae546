import type { AccountId } from '../../../src/aws/names';
import { buildDiagram } from '../../../src/report/graph/build-diagram';
import { collectContent } from '../../../src/report/graph/content';
import type { Diagram } from '../../../src/report/graph/diagram';
import { graphText } from '../../../src/report/graph/graph';
import { mermaidText } from '../../../src/report/graph/mermaid';
import { fitDiagram, MERMAID_LIMITS } from '../../../src/report/graph/mermaid-limits';
import { NAMES, topology } from './diagrams';
import { largeTopology } from './large';
import { grants, registry, role } from './organisation';

function edgesIn(text: string): number {
  return text.match(/^ {2}\S+ (===|==>|---|--o|-->|-\.-|-\.->) \S+$/gm)?.length ?? 0;
}

test.each([
  [60, 'access'],
  [60, 'replication'],
  [300, 'replication'],
] as const)('%d accounts stay within the limits of GitHub: %s', async (accounts, only) => {
  const text = await graphText(largeTopology(accounts), NAMES, 'mermaid', { only });
  expect(text.length).toBeLessThanOrEqual(MERMAID_LIMITS.characters);
  expect(edgesIn(text)).toBeGreaterThan(0);
  expect(edgesIn(text)).toBeLessThanOrEqual(MERMAID_LIMITS.arrows);
});

const WITH_LONG_NAMES = topology(
  Array.from({ length: 200 }, (_, index) => {
    const account = (number: number) => String(100_000_000_000 + number) as AccountId;
    const roles = Array.from({ length: 5 }, (_unused, number) =>
      role(account(1000 + index), `${'+'.repeat(60)}${number}`),
    );
    const repositories = { app: grants(roles, 'pull') };
    return registry(`r${index}`, { account: account(index), region: 'eu-west-1', repositories });
  }),
);

describe('a diagram beyond the limits', () => {
  const complete = buildDiagram(collectContent(WITH_LONG_NAMES, NAMES, { only: 'access' }), 'accounts');

  test('is truncated, and a note states how', () => {
    expect(mermaidText(complete, 'access').length).toBeGreaterThan(MERMAID_LIMITS.characters);
    const fitting = fitDiagram(complete, 'access');
    const text = mermaidText(fitting, 'access');
    expect(text.length).toBeLessThanOrEqual(MERMAID_LIMITS.characters);
    expect(edgesIn(text)).toBe(2 * fitting.arrows.length);
    expect(fitting.notes.at(-1)).toMatch(
      /^The topology is too large to draw completely: [1-9]\d* of 200 arrows are shown\.$/,
    );
  });

  test('keeps only nodes that have arrows', () => {
    const { accounts, nodes, arrows }: Diagram = fitDiagram(complete, 'access');
    const ends = new Set(arrows.flatMap(({ from, to }) => [from, to]));
    const all = [...nodes, ...accounts.flatMap(({ callers, registries }) => [...callers, ...registries])];
    expect(all.filter(({ id }) => !ends.has(id))).toEqual([]);
  });
});

test('a diagram within the limits is unchanged', () => {
  const diagram = buildDiagram(collectContent(largeTopology(2), NAMES), 'repositories');
  expect(fitDiagram(diagram, 'access')).toBe(diagram);
});
