import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diagnose, matchMessage } from '../../src/diagnose/diagnose';
import type { Diagnosis } from '../../src/diagnose/model/diagnosis';
import type { DeclaredTopology } from '../../src/diagnose/model/location';
import { deploymentOf, topologyOf } from '../declaration/declarations';

/** The folders of the messages, each of which documents its sources. */
export const MESSAGE_FOLDERS = ['messages', 'client-messages', 'public-messages'] as const;
type MessageFolder = (typeof MESSAGE_FOLDERS)[number];

/** Name of every message file in a folder, without `.txt`. */
export function messageNames(folder: MessageFolder = 'messages'): readonly string[] {
  return readdirSync(join('__tests__/fixtures', folder))
    .filter((file) => file.endsWith('.txt'))
    .map((file) => file.slice(0, -'.txt'.length));
}

export function readMessage(name: string, folder: MessageFolder = 'messages'): string {
  return readFileSync(join('__tests__/fixtures', folder, `${name}.txt`), 'utf8');
}

/** The cases of both articles: replication into `management`, and a repository in it that another account pulls from. */
export const DECLARATION = `accounts:
  develop: { id: "111111111111", profile: develop }
  management: { id: "999999999999", profile: management }
registries:
  develop: { account: develop, region: ap-northeast-1 }
  develop_us: { account: develop, region: us-west-1 }
  management: { account: management, region: ap-northeast-1 }
  central: { account: management, region: us-west-2 }
repositories:
  my-repo: { registry: develop }
  your-repo: { registry: central }
replication:
  - { from: develop, to: [develop_us, management], repositories: [my-repo] }
`;

const declaredTopologies = new Map<string, DeclaredTopology>();

/** Returns the topology of a declaration, which is read once however many messages are diagnosed with it. */
export function declaredTopology(text: string): DeclaredTopology {
  const known = declaredTopologies.get(text);
  if (known !== undefined) return known;
  const declared = { topology: topologyOf(text), accounts: deploymentOf(text).accounts };
  declaredTopologies.set(text, declared);
  return declared;
}

export function diagnoseText(text: string, declaration: string | undefined): Diagnosis {
  const recognised = matchMessage(text);
  if (recognised === undefined) throw new Error(`not recognised: ${text}`);
  return diagnose(recognised, declaration === undefined ? undefined : declaredTopology(declaration));
}

/** All steps with their code, as text. */
export function stepsText({ steps }: Diagnosis): string {
  return steps.map(({ text, code }) => `${text}\n${code?.text ?? ''}`).join('\n');
}

/** `repository policy of 999999999999 (management)`, in order. */
export function policyTexts({ policies }: Diagnosis): readonly string[] {
  return policies.map(
    ({ layer, accountId, accountName }) =>
      `${layer} of ${accountId ?? '?'}${accountName === undefined ? '' : ` (${accountName})`}`,
  );
}
