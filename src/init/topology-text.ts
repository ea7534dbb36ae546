import { getPartition, isRegionKnown } from '../aws/partitions';
import { formatDeclaration } from '../declaration/format/format';
import { keyOrderOf } from '../declaration/schema/key-order';
import { DEFAULT_DECLARATION, SCHEMA_COMMENT } from '../declaration/syntax/source';
import { declarationSchema } from '../lint/declaration/declaration-schema';
import { parseTopology } from '../lint/declaration/load';
import {
  EXAMPLE_ACCOUNTS,
  registriesOf,
  registryNameFault,
  type AccountSetting,
  type BackendSetting,
  type ProjectSettings,
  type RegistrySetting,
} from './settings';

const DOCS = 'node_modules/ecr-topology/docs';

/** Renders `topology.yaml`, formatted as `ecr-topology fmt` does. */
export function topologyText(settings: ProjectSettings): string {
  const text = unformattedText(settings);
  const formatted = formatDeclaration({ file: DEFAULT_DECLARATION, text }, keyOrderOf(declarationSchema));
  // The formatter refuses a file with a problem, which `findFault` reports.
  return formatted.kind === 'formatted' ? formatted.text : text;
}

/** Returns the first problem of the settings, as `ecr-topology validate` reports it, or undefined. */
export function findFault(settings: ProjectSettings): string | undefined {
  const registries = registriesOf(settings);
  if (registries.length === 0) return 'Set at least one account and one Region.';
  const repeated = settings.regions.find((region, index) => settings.regions.indexOf(region) < index);
  if (repeated !== undefined) return `Region '${repeated}' is repeated. Set it once.`;
  const nameFault = registryNameFault(registries);
  if (nameFault !== undefined) return nameFault;
  const [first] = parseTopology({ file: DEFAULT_DECLARATION, text: topologyText(settings) }, {}).diagnostics;
  if (first === undefined) return undefined;
  const [help] = first.help?.split('\n') ?? [];
  return help === undefined ? first.message : `${first.message} ${help}`;
}

function unformattedText(settings: ProjectSettings): string {
  const registries = registriesOf(settings);
  return [
    HEADER,
    accountsText(settings.accounts),
    registriesText(registries),
    repositoriesText(registries, settings.accounts),
    ...replicationTexts(registries),
    accessExample(settings),
    ...backendTexts(settings.backend),
  ].join('\n');
}

const HEADER = `${SCHEMA_COMMENT}
#
# Every key: ${DOCS}/reference/topology.md
`;

function accountsText(accounts: readonly AccountSetting[]): string {
  const rows = accounts.map(({ name, id, profile }) => {
    const credentials = profile === undefined ? '' : `, profile: ${scalar(profile)}`;
    return `  ${scalar(name)}: { id: "${id}"${credentials} }`;
  });
  const explanation = accounts.some(({ profile }) => profile !== undefined)
    ? '`profile` is a profile of your AWS configuration files.'
    : 'Terraform uses the credentials of the environment.';
  return `# The AWS accounts. ${explanation}\naccounts:\n${lines(rows)}`;
}

function registriesText(registries: readonly RegistrySetting[]): string {
  const rows = registries.map(
    ({ name, account, region }) =>
      `  ${scalar(name)}: { account: ${scalar(account)}, region: ${scalar(region)} }`,
  );
  return `# A registry is an account in a Region. Keep the names, because Terraform addresses start with them.\nregistries:\n${lines(rows)}`;
}

function repositoriesText([first]: readonly RegistrySetting[], accounts: readonly AccountSetting[]): string {
  const registry = scalar(first?.name ?? '');
  const isExample = accounts.every(({ name, id }) => EXAMPLE_ACCOUNTS.includes(`${name}=${id}`));
  const [warning, forceDelete] = isExample
    ? ['With `forceDelete`, Terraform deletes a repository together with its images.', ', forceDelete: true']
    : ['', ''];
  return (
    `# Images are pushed to \`registry\`. ${warning}`.trimEnd() +
    `
repositories:
  my-repo: { registry: ${registry}${forceDelete} }
`
  );
}

/** None if there is only one registry. */
function replicationTexts([from, ...to]: readonly RegistrySetting[]): readonly string[] {
  if (from === undefined || to.length === 0) return [];
  return [
    `# Images that are pushed after the rule exists are copied. The destinations get the same repositories.
replication:
  - from: ${scalar(from.name)}
    to: [${to.map(({ name }) => scalar(name)).join(', ')}]
    repositories: [my-repo]
`,
  ];
}

function accessExample({ accounts: [account], regions: [region] }: ProjectSettings): string {
  return `# Access for a role, in this account or another one. More: ${DOCS}/guides/access.md
# access:
#   - allow: pull
#     repositories: [my-repo]
#     principals: [arn:${partitionOf(region)}:iam::${account?.id ?? ''}:role/my-role]
`;
}

/** Returns the partition of a Region that may not exist. */
export function partitionOf(region: string | undefined): string {
  return region !== undefined && isRegionKnown(region) ? getPartition(region).id : 'aws';
}

/** None for the default backend: a file in the folder of the project. */
function backendTexts({ kind, values }: BackendSetting): readonly string[] {
  if (kind === 'local' && values.size === 0) return [];
  const pairs = [...values].map(([key, value]) => `${key}: ${backendValue(value)}`);
  return [`# Where Terraform keeps its state.\nbackend:\n  ${kind}: { ${pairs.join(', ')} }\n`];
}

/** The flags of a backend are not texts. */
function backendValue(text: string): string {
  return text === 'true' || text === 'false' ? text : scalar(text);
}

/** Returns a text as a YAML scalar, in quotes only if YAML would read it as something else. */
function scalar(text: string): string {
  const isPlain =
    /^[A-Za-z][A-Za-z0-9_./-]*$/.test(text) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return isPlain ? text : JSON.stringify(text);
}

function lines(rows: readonly string[]): string {
  return rows.map((row) => `${row}\n`).join('');
}
