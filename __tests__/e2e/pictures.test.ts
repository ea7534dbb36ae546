import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { accountNames, type AccountNames } from '../../src/access/evaluate/grantees';
import type { Topology } from '../../src/model/topology';
import { graphText } from '../../src/report/graph/graph';
import { launchChromium, withPage } from '../browser/chromium';
import { showMermaid } from '../browser/mermaid';
import { measurePicture } from '../browser/picture';
import type { Measured } from '../browser/picture-faults';
import { deploymentOf, topologyOf } from '../declaration/declarations';
import { largeTopology } from '../report/graph/large';
import { largeSample, mediumTopology, meshTopology, smallTopology } from '../report/graph/samples';
import { describeWithRequirements } from './describe-with-requirements';

interface Sample {
  readonly topology: Topology;
  readonly names: AccountNames;
}

function declared(file: string): Sample {
  const text = readFileSync(file, 'utf8');
  return { topology: topologyOf(text), names: accountNames(deploymentOf(text).accounts) };
}

function generated(topology: Topology): Sample {
  return { topology, names: accountNames([]) };
}

const SAMPLES: readonly (readonly [string, () => Sample])[] = [
  ['the shipped topology', () => declared('topology.yaml')],
  ['two accounts', () => declared('examples/cross-account-pull-push.yaml')],
  ['an organization', () => declared('examples/organization.yaml')],
  ['every key', () => declared('examples/everything.yaml')],
  ['3 registries', () => generated(smallTopology())],
  ['12 registries', () => generated(mediumTopology())],
  ['a mesh of 12 registries', () => generated(meshTopology())],
  ['40 registries', () => generated(largeSample())],
  ['40 registries in 10 accounts', () => generated(largeTopology(10))],
];

const THEMES = ['light', 'dark'] as const;

/** The width of a file on GitHub. */
const GITHUB_WIDTH = 900;

/** The height of a line of text of 10 pixels, which is still readable. */
const MIN_TEXT_HEIGHT = 10.9;

const MERMAID_PARTS = {
  node: 'g.node',
  title: '.cluster-label',
  label: '.edgeLabel',
  arrow: 'path.flowchart-link',
};

const SVG_PARTS = {
  node: 'g.registry:has(> .shape), g.principal:has(> .shape), g.upstream:has(> .shape), g.account-node',
  title: 'g.account-title',
  label: 'g.arrow-label',
  arrow: 'g.arrow > path.line',
};

describeWithRequirements('pictures in Chromium', ['chromium'], () => {
  const folder = mkdtempSync(join(tmpdir(), 'ecr-topology-pictures-'));
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  describe.each(SAMPLES)('%s', (_name, read) => {
    const { topology, names } = read();

    test.each(THEMES)('has no overlapping or unreadable text as SVG in the %s theme', async (colorScheme) => {
      const svg = await graphText(topology, names, 'svg');
      const file = join(folder, 'picture.svg');
      writeFileSync(file, svg);
      const measured = await withPage(browser, { colorScheme }, async (page) => {
        await page.goto(pathToFileURL(file).href);
        // The picture is transparent, and a page with it is dark.
        await page.evaluate(`document.documentElement.style.background = '${PAPER[colorScheme]}'`);
        return measurePicture(page, SVG_PARTS);
      });

      expectReadable(measured);
      if (svg.includes('mark-text')) return; // A matrix has no arrows between nodes.
      expect(measured.counts.nodes).toBeGreaterThan(1);
      expect(measured.counts.arrows).toBeGreaterThan(0);
    });

    test.each(THEMES)(
      'has no overlapping or unreadable text as Mermaid in the %s theme',
      async (colorScheme) => {
        const document = await graphText(topology, names, 'markdown');
        const diagrams = mermaidBlocks(document);
        // Tables replace diagrams that are too large.
        expect(diagrams.length + (document.match(/^\|---/gm)?.length ?? 0)).toBeGreaterThan(0);
        for (const diagram of diagrams) {
          const measured = await withPage(browser, { width: GITHUB_WIDTH, colorScheme }, async (page) => {
            await showMermaid(page, diagram, colorScheme);
            return measurePicture(page, MERMAID_PARTS);
          });

          expectReadable(measured);
          expect(measured.counts.nodes).toBeGreaterThan(1);
          expect(measured.counts.arrows).toBe(
            diagram.match(/^ {2}\S+ (===|==>|---|--o|-->|-\.-|-\.->) \S+$/gm)?.length,
          );
        }
      },
    );
  });

  test('finds faults in a picture that has them', async () => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="100" viewBox="0 0 300 100">
      <g class="node"><rect width="80" height="40" fill="#fff"/><text x="5" y="20">first</text></g>
      <g class="title"><text x="150" y="60" fill="#ddd">account</text></g>
      <g class="label"><text x="20" y="22">label</text></g>
      <text x="290" y="90">outside</text>
      <path class="arrow" id="a" d="M0 20H300" stroke="#000"/><path class="arrow" id="b" d="M0 56H300" stroke="#000"/>
    </svg>`;
    const { faults } = await withPage(browser, {}, async (page) => {
      await page.setContent(svg);
      return measurePicture(page, { node: '.node', title: '.title', label: '.label', arrow: '.arrow' });
    });

    expect(faults).toEqual([
      "text 'first' overlaps text 'label'",
      "label 'label' overlaps 'first'",
      "arrow a runs through 'first'",
      "arrow b runs through the title 'account'",
      "'outside' is outside the picture",
      expect.stringMatching(/^text 'account': contrast 1\.\d of 221,221,221 on 255,255,255$/),
    ]);
  });
});

const PAPER = { light: '#ffffff', dark: '#0d1117' } as const;

function expectReadable({ faults, counts, smallestText }: Measured): void {
  expect(faults).toEqual([]);
  expect(counts.texts).toBeGreaterThan(2);
  expect(smallestText).toBeGreaterThanOrEqual(MIN_TEXT_HEIGHT);
}

function mermaidBlocks(document: string): readonly string[] {
  return [...document.matchAll(/^```mermaid\n(.*?)^```$/gms)].map(([, text = '']) => text);
}
