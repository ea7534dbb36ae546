import { loadTopology, type LoadedTopology } from '../../../src/lint/declaration/load';
import type { Topology } from '../../../src/model/topology';
import type { PageData } from '../../../src/report/page/page-data';
import { arrowItemId, type PictureItem, type PictureSection } from '../../../src/report/page/picture';
import { withPicture } from '../../../src/report/page/picture-section';
import { meshTopology } from '../graph/samples';

async function pictureOf(loaded: Pick<LoadedTopology, 'topology' | 'deployment'>): Promise<PictureSection> {
  return (await withPicture({} as PageData, loaded)).picture;
}

function load(file: string): LoadedTopology {
  const loaded = loadTopology(file, {});
  if (loaded.kind !== 'topology') throw new Error(`${file} has errors`);
  return loaded;
}

async function drawingOf(file: string): Promise<Extract<PictureSection, { kind: 'drawing' }>> {
  const picture = await pictureOf(load(file));
  if (picture.kind === 'none') throw new Error(picture.notes.join(' '));
  return picture;
}

function itemOf(items: readonly PictureItem[], id: string): PictureItem {
  const item = items.find((each) => each.id === id);
  if (item === undefined) throw new Error(`no item ${id}`);
  return item;
}

const FILES = ['topology.yaml', 'examples/organization.yaml', 'examples/everything.yaml'];

test.each(FILES)(
  'every box, node and arrow of the drawing of %s is an item, and the reverse',
  async (file) => {
    const { svg, items } = await drawingOf(file);
    const nodes = [...svg.matchAll(/data-id="([^"]*)"/g)].map(([, id]) => id);
    const arrows = [...svg.matchAll(/class="arrow (\w+)[^"]*" data-from="([^"]*)" data-to="([^"]*)"/g)].map(
      ([, kind, from, to]) => `${from ?? ''}.${to ?? ''}.${kind ?? ''}`,
    );
    expect(arrows.length).toBeGreaterThan(0);
    expect(new Set(items.map(({ id }) => id))).toEqual(new Set([...nodes, ...arrows]));
    for (const { box } of items) if (box !== undefined) expect(nodes).toContain(box);
  },
);

test.each(FILES)('the drawing of %s has no styles, which the page does not allow', async (file) => {
  const { svg } = await drawingOf(file);
  expect(svg).not.toMatch(/<style|\sstyle=|<script|\son\w+=/);
});

test('items link to the views that show more about them', async () => {
  const { items } = await drawingOf('examples/organization.yaml');
  const hrefs = (id: string) => itemOf(items, id).links.map(({ href }) => href);
  expect(hrefs('registry_hub')).toEqual([
    '#/access?registry=hub',
    '#/replication?registry=hub',
    '#/policies?registry=hub',
  ]);
  expect(hrefs(arrowItemId('registry_hub', 'registry_hub__us', 'replication'))).toEqual([
    '#/replication?route=hub..hub_us',
  ]);
  const arrow = items.find((item) => item.kind === 'arrow' && item.layer === 'push');
  expect(arrow?.links.map(({ href }) => decodeURIComponent(href))).toEqual([
    '#/access?caller=arn:aws:iam::222222222222:role/ci/applications&registry=hub',
  ]);
});

test('a topology with too many arrows has no drawing, and a note', async () => {
  const { deployment } = load('topology.yaml');
  const picture = await pictureOf({ topology: meshTopology(), deployment });
  expect(picture).toEqual({ kind: 'none', notes: [expect.stringContaining('too many arrows')] });
});

test('a topology without registries has no drawing, and a note', async () => {
  const { deployment } = load('topology.yaml');
  const topology: Topology = { registries: [], identities: [] };
  expect(await pictureOf({ topology, deployment })).toEqual({
    kind: 'none',
    notes: ['The topology has no registries.'],
  });
});
