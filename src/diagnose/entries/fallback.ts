import { loginSteps } from '../explanations/login';
import { probeStep } from '../explanations/probe';
import { policyToChange, registryWithAccountText, repositoryText, type Case } from '../model/case';
import { PAGES, type Step } from '../model/diagnosis';
import { defineEntry, matchPattern, type FamilyEntries } from '../model/entry';
import { mentionsEcr, mentionsOtherRegistry } from '../parse/registry-reference';
import { repositoryNotFoundSteps } from './repository';

/** Responses of ECR that no other entry matches: a status, or the name of an exception. */

/** ECS could not get a token, and the message is truncated before the reason. */
const REGISTRY_AUTH_FAILED = defineEntry({
  kind: 'registry-auth-failed',
  match: matchPattern(/unable to (?:retrieve ecr|pull (?:secrets or )?) ?registry auth/i, mentionsEcr),
  explain: (failure) => ({
    summary: 'The task could not get an ECR token, and the message ends before the reason.',
    cause:
      'The usual cause is the network: a private subnet without a NAT gateway or the ECR endpoints, a public subnet without assignPublicIp, or a security group that does not allow port 443. Otherwise, the task execution role is missing or lacks ecr:GetAuthorizationToken.',
    policies: [
      policyToChange(
        'identity-based policy',
        undefined,
        failure.declared,
        'the task execution role (not the task or job role)',
        'check that AmazonECSTaskExecutionRolePolicy is attached to it',
      ),
    ],
    steps: [
      {
        text: 'Show the complete reason.',
        code: {
          language: 'sh',
          text: "aws ecs describe-tasks --cluster CLUSTER --tasks TASK \\\n  --query 'tasks[].[stoppedReason,containers[].reason]'\n",
        },
      },
    ],
    certainty: { level: 'open', because: 'the message ends before the reason' },
    page: PAGES.vpcEndpoints,
  }),
});

interface BareStatus {
  readonly status: number;
}

const BARE_STATUS = defineEntry<BareStatus>({
  kind: 'bare-status',
  match: (text, facts) => {
    const code =
      /(?:status(?: code)?:? ?=?|HTTP(?:\/[0-9.]{1,3})? ?|: )(4[0-9]{2})(?![0-9])(?: [A-Z][a-z]| |$|["\\,;:)])/.exec(
        text,
      )?.[1];
    const status = Number(code);
    if (code === undefined || STATUS_CAUSES[status] === undefined) return undefined;
    return /\.dkr[.-]ecr/.test(text) && !mentionsOtherRegistry(text) ? { status, facts } : undefined;
  },
  explain: (failure) => {
    const { status } = failure.message;
    return {
      summary: `${registryWithAccountText(failure.location)} responded with status ${status}, and the client does not print the reason.`,
      cause: STATUS_CAUSES[status] ?? '',
      policies: [],
      steps: statusSteps(failure),
      certainty: { level: 'open', because: 'several causes produce this status' },
      page: PAGES.errors,
    };
  },
});

function statusSteps(failure: Case<BareStatus>): readonly Step[] {
  switch (failure.message.status) {
    case 401:
      return loginSteps(failure);
    case 404:
      return repositoryNotFoundSteps(failure);
    default:
      return [probeStep(failure)];
  }
}

/** Meaning of the statuses of the registry HTTP API. */
const STATUS_CAUSES: Readonly<Record<number, string | undefined>> = {
  400: 'The request is malformed. It has an invalid name or tag, a manifest that ECR does not accept, or a token that is truncated, encoded twice or from another Region. A missing permission causes 403, and a missing image causes 404.',
  401: 'The request has no login, or the login is for another registry. A login is valid for one account and one Region.',
  403: 'The request is denied, or its token has expired. If it is denied, a permission is missing in the identity policy or, between accounts, in the repository policy.',
  404: 'The repository or the image does not exist in this account and Region. ECR creates a repository on a push only if a creation template matches its name.',
  405: 'The manifest has a media type that ECR does not accept.',
  413: 'The request is too large, usually for a proxy between the client and ECR.',
  415: 'The manifest has a media type that ECR does not accept.',
};

interface NamedException {
  readonly exception: string;
  readonly operation: string | undefined;
}

const NAMED_EXCEPTION = defineEntry<NamedException>({
  kind: 'other-exception',
  match: (text, facts) => {
    const [, exception, operation] =
      /An error occurred \(([A-Za-z]{4,60})\) when calling the ([A-Za-z]{4,60}) operation/.exec(text) ?? [];
    const isOfEcr = /operation error ECR|\(Service: (?:Amazon)?E[Cc][Rr][;,]/.test(text);
    const named =
      exception ?? (isOfEcr ? /(?<![A-Za-z.])([A-Z][A-Za-z]{4,50}Exception): /.exec(text)?.[1] : undefined);
    if (named === undefined || !mentionsEcr(text)) return undefined;
    const isOther = operation !== undefined && facts.action !== `ecr:${operation}`;
    return isOther
      ? undefined
      : { exception: named, operation: operation ?? facts.action?.slice('ecr:'.length), facts };
  },
  explain: (failure) => {
    const { exception, operation } = failure.message;
    return {
      summary: `ECR rejected ${operation ?? 'the request'} for ${repositoryText(failure)} in ${registryWithAccountText(failure.location)}: ${exception}.`,
      cause:
        'The text after the name of the exception is the reason. The documentation page below lists the exceptions of the operation and their causes. Only AccessDeniedException reports a missing permission.',
      policies: [],
      steps: [
        {
          text: 'Compare the account, the Region and the other parameters of the request with the text of the exception and with the page.',
          code: { language: 'sh', text: 'aws sts get-caller-identity\naws configure get region\n' },
        },
      ],
      certainty: { level: 'open', because: 'diagnose has no specific explanation of this exception' },
      page:
        operation === undefined
          ? PAGES.errors
          : `https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_${operation}.html`,
    };
  },
});

export const ENTRIES: FamilyEntries = {
  unexplained: [REGISTRY_AUTH_FAILED, BARE_STATUS, NAMED_EXCEPTION],
};
