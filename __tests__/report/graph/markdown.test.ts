import type { Topology } from '../../../src/model/topology';
import { graphText } from '../../../src/report/graph/graph';
import type { PictureOptions } from '../../../src/report/graph/picture';
import { BASE, topologyOf } from '../../declaration/declarations';
import { NAMES, registryGranting } from './diagrams';
import { largeTopology } from './large';
import { id } from './organisation';
import { largeSample, mediumTopology, meshTopology } from './samples';

function markdown(topology: Topology, options: PictureOptions = {}): Promise<string> {
  return graphText(topology, NAMES, 'markdown', options);
}

/** Returns the document with `…` for each diagram. */
async function withoutDiagrams(topology: Topology, options: PictureOptions = {}): Promise<string> {
  return (await markdown(topology, options)).replace(/(?<=^```mermaid\n).*?(?=^```$)/gms, '…\n');
}

test('has a diagram and a legend for replication', async () => {
  expect(await withoutDiagrams(topologyOf(BASE))).toBe(`## Replication

\`\`\`mermaid
…
\`\`\`

- **Thick blue line**: replicates (label: repository name prefixes)
`);
});

test('has a section for access', async () => {
  const topology = registryGranting({ kind: 'account', accountId: id(3) });
  expect(await withoutDiagrams(topology)).toBe(`## Access

\`\`\`mermaid
…
\`\`\`

- **Dotted green line**: may pull
`);
});

test('has only the requested section', async () => {
  const text = await withoutDiagrams(largeTopology(2), { only: 'access' });
  expect(text).toMatch(/^## Access\n/);
  expect(text).not.toContain('## Replication');
});

test('states that there is nothing to draw', async () => {
  expect(await markdown({ registries: [], identities: [] })).toBe(
    'There is nothing to draw: no registry replicates, and no principal can pull or push.\n',
  );
});

test('describes callers of every registry below the diagram', async () => {
  expect(await withoutDiagrams(largeTopology(10), { only: 'access' })).toContain(
    '\nrole ci-0: account 100000000000, pull and push team-0/&#42;&#8203; in every registry.\n',
  );
});

test('has a table instead of crossing arrows', async () => {
  const text = await markdown(meshTopology(), { only: 'replication' });
  expect(text).toMatch(/^## Replication\n\n\| From \| Repositories \| To \|\n\|---\|---\|---\|\n/);
  expect(text).toContain(
    '| registry_00<br>100011111111 | team-01/ | registry_01, registry_02, registry_03 |\n',
  );
  expect(text).not.toMatch(/mermaid|mark/);
});

test('has a table instead of many arrows, with the account of each caller once', async () => {
  const text = await markdown(mediumTopology(), { only: 'access' });
  expect(text).toContain('| role gha-team-01<br>100101111201 | pull and push team-01/service-0 |');
  expect(text).toContain('\n| role gha-team-01 | pull and push team-01/service-40 |');
});

test('has a diagram of the requested level of detail', async () => {
  expect(await markdown(largeSample(), { only: 'access', detail: 'accounts' })).toContain('```mermaid\n');
  expect(await markdown(largeSample(), { only: 'access' })).not.toContain('```mermaid\n');
});
