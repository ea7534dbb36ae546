import { buildPicture } from '../../../src/report/graph/build-picture';
import { PICTURE_CSS } from '../../../src/report/graph/picture-css';
import type { PictureOptions } from '../../../src/report/graph/picture';
import { svgMarkup, type SvgOptions } from '../../../src/report/graph/svg';
import type { Topology } from '../../../src/model/topology';
import { BASE, topologyOf } from '../../declaration/declarations';
import { NAMES, registryGranting } from './diagrams';
import { meshTopology } from './samples';

const draw = (topology: Topology, options: SvgOptions = {}, what: PictureOptions = {}) =>
  svgMarkup(buildPicture(topology, NAMES, what), options);

test('a file has its styles, a title and a description', async () => {
  const svg = await draw(topologyOf(BASE));
  expect(svg).toMatch(/^<svg [^>]*role="img" aria-labelledby="picture-title picture-description">/);
  expect(svg).toContain('<title id="picture-title">Amazon ECR topology</title>');
  expect(svg).toMatch(
    /<desc id="picture-description">develop to develop_us, replication: my-repo\. .*<\/desc>/,
  );
  expect(svg).toContain('@media (prefers-color-scheme:dark)');
  expect(svg).not.toContain('var(');
});

test('an embedded picture has no styles, and no IDs that other elements may have', async () => {
  const svg = await draw(topologyOf(BASE), { isEmbedded: true });
  expect(svg).not.toMatch(/<style|style="| id="/);
  expect(svg).toMatch(/^<svg [^>]*role="group" aria-label="Amazon ECR topology">/);
});

test('the colors of an embedded picture are variables in both themes', () => {
  const used = new Set([...PICTURE_CSS.matchAll(/var\((--[a-z0-9-]+)\)/g)].map(([, name]) => name));
  for (const name of used) {
    expect(PICTURE_CSS).toMatch(new RegExp(`${name ?? ''}:light-dark\\([^,()]+,[^,()]+\\)`));
  }
});

test('boxes, nodes and arrows have classes, IDs and tooltips', async () => {
  const svg = await draw(topologyOf(BASE));
  expect(svg).toContain('<g class="account" data-id="account_111111111111"><title>');
  expect(svg).toContain('<g class="registry" data-id="registry_develop"><title>develop&#10;ap-northeast-1');
  expect(svg).toContain(
    '<g class="arrow replication" data-from="registry_develop" data-to="registry_management">' +
      '<title>develop replicates to management: names that start with my-repo</title>',
  );
});

test('only access of any AWS account has the class public, and the legend explains it', async () => {
  const open = await draw(registryGranting({ kind: 'anyone' }));
  expect(open).toMatch(/<g class="principal public" data-id="caller_anyone">/);
  expect(open).toMatch(/<g class="arrow pull public" data-from="caller_anyone"/);
  expect(open).toContain('>any AWS account</text>');
  const closed = await draw(registryGranting({ kind: 'organization', id: 'o-a1b2c3d4e5' }));
  expect(closed).not.toMatch(/class="[^"]*public/);
  expect(closed).not.toContain('any AWS account');
});

test('the legend has only the kinds of arrows that are drawn', async () => {
  const svg = await draw(topologyOf(BASE));
  expect(svg).toContain('>replicates (label: repository name prefixes)</text>');
  expect(svg).not.toMatch(/may pull|may push|pull-through cache/);
});

test('the footer is below the picture', async () => {
  expect(await draw(topologyOf(BASE), { footer: 'a & b' })).toContain('>a &amp; b</text></g></svg>');
});

describe('a picture with more than 40 arrows', () => {
  test('is a matrix of replication and one of access', async () => {
    const picture = buildPicture(meshTopology(), NAMES);
    if (picture.kind !== 'matrix') throw new Error('Expected matrices.');
    expect(
      picture.matrices.map(({ title, rows, columns, cells }) => [
        title,
        rows.length,
        columns.length,
        cells.length,
      ]),
    ).toEqual([
      ['Replication', 12, 12, 36],
      ['Access', 24, 12, 24],
    ]);
    expect(picture.notes).toEqual([
      'A filled mark applies to every repository, and an outlined mark to some.',
    ]);
    const svg = await svgMarkup(picture);
    expect(svg.match(/<g class="arrow replication some"/g)).toHaveLength(36);
    expect(svg).toContain('>replicates</text>');
  });

  test('is a diagram with a note if the level of detail is given', () => {
    const picture = buildPicture(meshTopology(), NAMES, { detail: 'registries' });
    if (picture.kind !== 'diagram') throw new Error('Expected a diagram.');
    expect(picture.diagram.notes).toContain(
      'This picture has 60 arrows. For fewer, use --detail accounts, --only or --registry.',
    );
  });

  test('is a diagram if the selected registries have fewer', () => {
    const picture = buildPicture(meshTopology(), NAMES, { registries: ['registry_00'] });
    if (picture.kind !== 'diagram') throw new Error('Expected a diagram.');
    const ends = picture.diagram.arrows.flatMap(({ from, to }) => [from, to]);
    expect(new Set(ends).has('registry_registry__00')).toBe(true);
    expect(picture.diagram.arrows.every(({ from, to }) => [from, to].includes('registry_registry__00'))).toBe(
      true,
    );
  });
});
