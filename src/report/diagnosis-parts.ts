import { SUPPORTED_MESSAGES } from '../diagnose/diagnose';
import type { Diagnosis, FoundRegistry, PolicyToChange, Step } from '../diagnose/model/diagnosis';
import { otherServiceIn } from '../diagnose/parse/registry-reference';

/** The texts of a diagnosis, without layout. */
export interface DiagnosisParts {
  readonly summary: string;
  readonly found: readonly FoundRow[];
  readonly cause: string;
  readonly policies: readonly PolicyPart[];
  /** Steps for a user who deploys the topology. */
  readonly steps: readonly Step[];
  /** Steps for a user who does not. The topology writes the same. */
  readonly manualSteps: readonly Step[];
  readonly certainty: string;
  readonly page: string;
}

interface FoundRow {
  readonly label: string;
  readonly value: string;
}

interface PolicyPart {
  /** Such as `repository policy in account 999999999999 (management): repository my-repo`. */
  readonly title: string;
  readonly lacks: string;
}

export const DIAGNOSIS_TITLES = {
  found: 'Found',
  cause: 'Why',
  policies: 'Whose policy',
  steps: 'What to do',
  certainty: 'How certain',
  page: 'Read',
} as const;

export function diagnosisParts(diagnosis: Diagnosis): DiagnosisParts {
  const { summary, cause, policies, steps, certainty, page } = diagnosis;
  return {
    summary,
    found: foundRows(diagnosis),
    cause,
    policies: policies.map((policy) => ({ title: policyTitle(policy), lacks: policy.lacks })),
    steps: steps.filter(({ byHand }) => byHand !== true),
    manualSteps: steps.filter(({ byHand }) => byHand === true),
    certainty: `${certainty.level}: ${certainty.because}`,
    page,
  };
}

/** Describes an unrecognised message: the service that it belongs to, or the messages that are recognised. */
export interface UnrecognisedParts {
  readonly intro: string;
  readonly supported: readonly string[];
  readonly advice: string;
}

export function unrecognisedParts(pasted: string): UnrecognisedParts {
  const otherService = otherServiceIn(pasted);
  return {
    intro:
      otherService === undefined
        ? 'diagnose does not recognize an ECR error message in this text. It recognizes:'
        : `This message concerns ${otherService}, not ECR. diagnose recognizes:`,
    supported: SUPPORTED_MESSAGES,
    advice:
      'Paste the complete message with the lines around it. docs/reference/messages.md has an example of each kind of message.',
  };
}

/** Returns a diagnosis as JSON. `docs/reference/json.md` documents the shape; unknown values are `null`. */
export function diagnosisJson(diagnosis: Diagnosis): object {
  return { version: 1, recognised: true, ...diagnosis };
}

export function unrecognisedJson(pasted: string): object {
  return { version: 1, recognised: false, about: otherServiceIn(pasted), recognisable: SUPPORTED_MESSAGES };
}

function foundRows({ found }: Diagnosis): readonly FoundRow[] {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['caller', found.principal],
    ['action', found.action],
    ['repository', found.repository],
    ['tag', found.tag],
    ['registry', foundRegistryText(found.registry)],
    ['printed by', found.client],
  ];
  return rows.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }]));
}

/** Returns the known parts of, for example, `management, account 999999999999 (management), ap-northeast-1`. */
function foundRegistryText({ accountId, region, name, accountName }: FoundRegistry): string | undefined {
  const account = accountName === undefined ? accountId : `${accountId ?? ''} (${accountName})`;
  const parts = [name, account === undefined ? undefined : `account ${account}`, region];
  const known = parts.filter((each) => each !== undefined);
  return known.length === 0 ? undefined : known.join(', ');
}

function policyTitle({ layer, accountId, accountName, of }: PolicyToChange): string {
  const name = accountName === undefined ? '' : ` (${accountName})`;
  const account = accountId === undefined ? '' : ` in account ${accountId}${name}`;
  return `${layer}${account}: ${of}`;
}
