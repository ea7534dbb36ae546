import { sortedUnique, type Repository } from '../../registry';
import { pullerText } from '../caller';
import {
  policyToChange,
  registryText,
  shortRegistryText,
  repositoryText,
  undeclaredText,
  type Case,
  type Conclusion,
} from '../case';
import { DEPLOY } from '../commands';
import type { PolicyToChange, Step } from '../diagnosis';
import { PAGES } from '../pages';
import type { Client } from '../message';
import { loginSteps, reveal } from './login';

/** Docker's or containerd's answer to whatever a registry denies: the reason was lost on the way. */
export function pullDenied(found: Case<'pull-denied' | 'forbidden'>): Conclusion {
  const { message, place } = found;
  const { client } = message.facts;
  const isPerson = client === undefined;
  return {
    summary: `${registryText(place)} denied ${repositoryText(found)}, and the client does not say why.`,
    cause:
      `${declaredText(found)} It is one of three: ${pullerText(message.facts)} lacks the permission in its own account; it is of another account, and the repository policy does not let it in; or the login is missing, has expired or is for another registry.${dockerHub(found)}${codeBuild(client)}`.trim(),
    policies: bothSides(found),
    steps: [
      ...(isMissing(found) ? [] : [reveal(found)]),
      ...(isPerson ? loginSteps(found) : []),
      ...elsewhere(found),
    ],
    certainty: {
      level: 'open',
      because: 'the text is the same for a missing login, policy, repository or image',
    },
    page: client === 'ECS' || client === 'EKS' ? PAGES.crossAccount : PAGES.docker,
  };
}

/** Lambda and whoever creates the function pull the image, and both need the repository's policy across accounts. */
export function lambdaDenied(found: Case<'lambda-denied'>): Conclusion {
  const { declared, place, message } = found;
  const repository = message.facts.repository ?? 'REPOSITORY';
  return {
    summary: 'Lambda may not pull the image of the function.',
    cause:
      "The repository policy has to let in lambda.amazonaws.com and, where the function is of another account, that account. Repository and function have to be in one Region. In one account Lambda adds the statement itself, where whoever creates the function may change the repository's policy.",
    policies: [
      policyToChange(
        'repository policy',
        place.accountId,
        declared,
        `${repositoryText(found)} in ${shortRegistryText(place)}`,
        'it has to allow lambda.amazonaws.com ecr:BatchGetImage and ecr:GetDownloadUrlForLayer',
      ),
    ],
    steps: [
      {
        text: 'Add this to topology.yaml, with the account of the function, and deploy it.',
        code: {
          language: 'yaml',
          text: `access:\n  - allow: pull\n    repositories: [${repository}]\n    principals: [{ lambda: "111111111111" }]\n`,
        },
      },
      { text: 'Give whoever creates the function ecr:BatchGetImage and ecr:GetDownloadUrlForLayer, too.' },
    ],
    certainty: { level: 'likely', because: 'Lambda prints the same where the image does not exist' },
    page: PAGES.lambda,
  };
}

function bothSides(found: Case): readonly PolicyToChange[] {
  const { declared, message, place } = found;
  const pull = 'check that it allows ecr:BatchGetImage and ecr:GetDownloadUrlForLayer';
  return [
    policyToChange(
      'repository policy',
      place.accountId,
      declared,
      `${repositoryText(found)} in ${shortRegistryText(place)}`,
      place.repository !== undefined && place.repository.policy === undefined
        ? 'in the topology it has none, so that no other account is let in'
        : pull,
    ),
    policyToChange('identity-based policy', undefined, declared, pullerText(message.facts), pull),
  ];
}

function isMissing({ place }: Case): boolean {
  return place.registry !== undefined && place.repositoryName !== undefined && place.repository === undefined;
}

/** What the topology knows of the repository. */
function declaredText(found: Case): string {
  const { place } = found;
  if (place.registry === undefined) return undeclaredText(found);
  if (isMissing(found)) {
    return `The topology declares no ${repositoryText(found)} in registry ${place.registry.name}.`;
  }
  return place.repository === undefined
    ? ''
    : `The topology declares the repository there; make sure that it is deployed. ${letIn(place.repository)}`;
}

/** Whom the policy of the repository names, so that the caller can be looked for in it. */
function letIn({ policy }: Repository): string {
  const allowing = (policy?.statements ?? []).filter(({ effect }) => effect === 'Allow');
  const names = allowing.flatMap(({ principals }) => (principals?.values ?? []).map(({ value }) => value));
  if (names.length === 0) return 'Its policy lets in no other account.';
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
  return `Its policy names ${sortedUnique(names).slice(0, MOST_NAMED).join(', ')}${more}.`;
}

const MOST_NAMED = 5;

/** The registries that do have the repository, where this one does not. */
function elsewhere(found: Case): readonly Step[] {
  const { declared, place } = found;
  if (!isMissing(found)) return [];
  const others = (declared?.topology.registries ?? []).filter(({ repositories }) =>
    repositories.some(({ name }) => name === place.repositoryName),
  );
  const names = others.map(({ name, accountId, region }) => `${name} (${accountId}, ${region})`).join(', ');
  return [
    others.length === 0
      ? {
          text: `Declare ${repositoryText(found)} under repositories in topology.yaml, or mend its name in the image.`,
        }
      : { text: `Pull from where it is declared: ${names}.` },
    DEPLOY,
  ];
}

/** Official images of Docker Hub are in the namespace `library`, which Docker adds by itself and ECR does not. */
function dockerHub({ message }: Case): string {
  const { repository = '' } = message.facts;
  return /^docker-?hub\/[^/]+$/.test(repository)
    ? ` Through a pull through cache of Docker Hub, official images are in library/: docker-hub/library/${repository.split('/').at(-1) ?? ''}.`
    : '';
}

/** With its own credentials, CodeBuild is the caller, and not the project's role. */
function codeBuild(client: Client | undefined): string {
  return client === 'CodeBuild'
    ? ' A project whose imagePullCredentialsType is CODEBUILD pulls as codebuild.amazonaws.com, which the repository policy then has to name; for a repository of another account take SERVICE_ROLE.'
    : '';
}
