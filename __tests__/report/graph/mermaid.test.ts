import { accountNames } from '../../../src/access/evaluate/grantees';
import type { Topology } from '../../../src/model/topology';
import { graphText } from '../../../src/report/graph/graph';
import type { PictureOptions } from '../../../src/report/graph/picture';
import { BASE, topologyOf } from '../../declaration/declarations';
import { NAMES, topology } from './diagrams';
import { account, grants, id, registry, role } from './organisation';
import { smallTopology } from './samples';

function mermaid(drawn: Topology, options: PictureOptions): Promise<string> {
  return graphText(drawn, NAMES, 'mermaid', options);
}

test("draws the replication of the article's declaration", async () => {
  const text = await graphText(topologyOf(BASE), accountNames([]), 'mermaid', { only: 'replication' });
  expect(text).toBe(`---
config:
  theme: base
  themeVariables:
    fontSize: 14px
    textColor: "#1B2733"
    edgeLabelBackground: "#FFFFFF"
    lineColor: "#A8559B"
  flowchart:
    wrappingWidth: 340
    padding: 8
    nodeSpacing: 24
    rankSpacing: 40
---
flowchart LR
  accTitle: Replication between registries
  registry_develop["<b>develop</b><br/>account 111111111111<br/>ap-northeast-1<br/>my-repo"]:::registry
  registry_develop__us["<b>develop_us</b><br/>account 111111111111<br/>us-west-1<br/>my-repo"]:::registry
  registry_management["<b>management</b><br/>account 999999999999<br/>ap-northeast-1<br/>my-repo"]:::registry
  label_0["my-repo"]:::label
  registry_develop === label_0
  label_0 ==> registry_develop__us
  label_0 ==> registry_management
  classDef registry fill:#FFFFFF,stroke:#33475B,color:#1B2733
  classDef label fill:#FFFFFF,stroke:none,color:#1B2733
  linkStyle 0,1,2 stroke:#0072B2,stroke-width:3px
%% Thick blue line: replicates (label: repository name prefixes)
`);
});

test('requires a subject', async () => {
  await expect(mermaid(topologyOf(BASE), {})).rejects.toThrow(
    'Mermaid draws replication or access. Add --only replication or --only access, or use --format markdown.',
  );
});

const TWO_REGISTRIES = topology([
  registry('eu', {
    account: id(1),
    region: 'eu-west-1',
    repositories: { app: grants([account(id(3)), role(id(2), 'ci')], 'pull') },
  }),
  registry('us', {
    account: id(1),
    region: 'us-west-2',
    repositories: { app: grants([account(id(3)), role(id(2), 'deploy')], 'pull') },
  }),
]);

test('an arrow to every registry of an account leads to a node that names them', async () => {
  const text = await mermaid(TWO_REGISTRIES, { only: 'access' });
  expect(text).toContain(
    'account_111111111111_all["<b>every registry</b><br/>hub (111111111111)<br/>eu, us"]:::registry',
  );
  expect(text).toMatch(/label_\d -\.-> account_111111111111_all\n/);
  expect(text).not.toContain('edge of a box');
});

test('callers that share registries are repeated, so that their arrows do not cross', async () => {
  const text = await mermaid(smallTopology(), { only: 'access' });
  const sources = [...text.matchAll(/^ {2}(caller_\S+) --- label_\d+$/gm)].map(([, source]) => source);
  expect(sources.length).toBeGreaterThan(5);
  expect(new Set(sources).size).toBe(sources.length);
  expect(text).toContain('%% A caller of several registries is drawn once for each of them.');
});

test('a registry without arrows is named, not drawn', async () => {
  const idle = registry('idle', { account: id(1), region: 'us-east-1', repositories: { app: [] } });
  const text = await mermaid(topology([...TWO_REGISTRIES.registries, idle]), { only: 'access' });
  expect(text).not.toContain('registry_idle');
  expect(text).toContain('%% Not drawn, because they have no arrows: idle of hub (111111111111).');
});

test('access of any AWS account is red', async () => {
  const open = registry('open', {
    account: id(1),
    region: 'eu-west-1',
    repositories: { app: grants([{ kind: 'anyone' }], 'pull') },
  });
  const text = await mermaid(topology([open]), { only: 'access' });
  expect(text).toContain('caller_anyone("<b>every AWS account</b>"):::public');
  expect(text).toContain('linkStyle 0,1 stroke:#C00000,stroke-width:2px');
  expect(text).toContain('%% Red: any AWS account');
});
