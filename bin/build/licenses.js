'use strict';
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const AWS_SDK =
  'Apache-2.0, the same text as of @aws-sdk/core: https://github.com/aws/aws-sdk-js-v3/blob/main/LICENSE';

/** Packages that name their license, but do not contain its text. */
const WITHOUT_FILE = {
  '@aws-sdk/credential-provider-http': AWS_SDK,
  '@aws-sdk/credential-provider-login': AWS_SDK,
  '@aws-sdk/nested-clients': AWS_SDK,
  '@viz-js/viz':
    'MIT: https://github.com/mdaines/viz-js/blob/v3/LICENSE\nContains Graphviz (EPL-1.0, https://graphviz.org/license/, source: https://gitlab.com/graphviz/graphviz) and Expat (MIT, https://github.com/libexpat/libexpat).',
};

/**
 * Returns the license texts of the packages that a bundle contains. Their licenses require that copies include them.
 *
 * @param inputs paths of the bundled files, relative to the project
 * @throws Error if a package has no license file
 */
function licenseTexts(project, inputs) {
  const folders = new Set(
    inputs.flatMap((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []),
  );
  return [...folders]
    .sort()
    .map((folder) => licenseText(join(project, folder)))
    .join(`\n${'-'.repeat(80)}\n\n`);
}

function licenseText(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  const text = file === undefined ? WITHOUT_FILE[name] : readFileSync(join(folder, file), 'utf8');
  if (text === undefined)
    throw new Error(`${name}@${version} has no license file, which the package must include.`);
  return `${name} ${version} (${license})\n\n${text.trim()}\n`;
}

module.exports = { licenseTexts };
