import { sortedUnique } from '../../registry';
import { accessDenied } from '../causes/access';
import { explicitDeny, type ExplicitDeny } from '../causes/deny';
import { loginDenied } from '../causes/login';
import { replicationDenied } from '../causes/replication';
import { entry } from '../entry';
import { readRepositoryArn } from '../facts';
import type { Facts, Missing } from '../message';
import { principalIn, reasonIn, sentencesIn, type DenialReason, type Sentence } from '../sentence';

/** Access denied messages of AWS for requests to ECR. */

export const EXPLICIT_DENY = entry<ExplicitDeny>({
  kind: 'explicit-deny',
  match: (text, facts) => {
    const denial = denialIn(text, facts);
    return denial?.isExplicitDeny === true ? denial : undefined;
  },
  explain: explicitDeny,
});

/** Login has no repository as its resource. */
export const LOGIN_DENIED = entry<Missing & OtherDenials>({
  kind: 'login-denied',
  match: (text, facts) => {
    const denial = notAllowed(({ action }) => action === LOGIN)(text, facts);
    return denial === undefined ? undefined : { ...denial, others: otherActions(text, LOGIN) };
  },
  explain: (denied) => {
    const { others } = denied.message;
    const conclusion = loginDenied(denied);
    return others.length === 0
      ? conclusion
      : {
          ...conclusion,
          cause: `${conclusion.cause} The text has further denials, which need a permission of their own: ${others.join(', ')}.`,
        };
  },
});

interface OtherDenials {
  /** Other denied actions in the same text: `ecr:BatchGetImage`. */
  readonly others: readonly string[];
}

const LOGIN = 'ecr:GetAuthorizationToken';

function otherActions(text: string, own: string): readonly string[] {
  const actions = sentencesIn(text).flatMap(({ after }) => /^ ?(ecr:[A-Za-z]{1,60})/.exec(after)?.[1] ?? []);
  return sortedUnique(actions).filter((action) => action !== own);
}

export const REPLICATION_DENIED = entry<Missing>({
  kind: 'replication-denied',
  match: notAllowed(
    ({ action, principal }) =>
      action === 'ecr:ReplicateImage' || principal?.includes('AWSServiceRoleForECRReplication') === true,
  ),
  explain: replicationDenied,
  subject: 'replication',
});

export const ACCESS_DENIED = entry<Missing>({
  kind: 'access-denied',
  match: notAllowed(() => true),
  explain: accessDenied,
});

/** Matches a denial that no explicit Deny causes. */
function notAllowed(applies: (facts: Facts) => boolean) {
  return (text: string, facts: Facts): (Missing & { readonly facts: Facts }) | undefined => {
    const denial = denialIn(text, facts);
    if (denial === undefined || denial.isExplicitDeny || !applies(denial.facts)) return undefined;
    return { missing: denial.policyType, facts: denial.facts };
  };
}

interface Denial extends DenialReason {
  readonly facts: Facts;
}

/** Returns the denial in a text, or undefined if there is none. Of several, returns the first one with a reason. */
export function denialIn(text: string, facts: Facts): Denial | undefined {
  const denials = sentencesIn(text).flatMap((sentence) => readSentence(sentence, facts) ?? []);
  return (
    denials.find(({ isExplicitDeny, policyType }) => isExplicitDeny || policyType !== undefined) ?? denials[0]
  );
}

function readSentence(sentence: Sentence, facts: Facts): Denial | undefined {
  const { after } = sentence;
  const match = /^ ?(ecr:[A-Za-z]{1,60}|[<{[*]\S{0,80})(?: on (?:the )?resources?: ?(\S{1,600}))?/i.exec(
    after,
  );
  if (match === null) return undefined;
  const [matchedText, named = '', resource = ''] = match;
  // For a placeholder, the text may name the action elsewhere.
  const action = /^ecr:/i.test(named) ? named : facts.action;
  if (action === undefined) return undefined;
  const repository = readRepositoryArn(resource.replace(/[.,;:'")\]]{1,9}$/, ''));
  const own: Facts = {
    ...facts,
    action,
    principal: principalIn(sentence) ?? facts.principal,
    repository: repository === undefined ? facts.repository : repository.repository,
    accountId: repository?.accountId ?? facts.accountId,
    region: repository?.region ?? facts.region,
  };
  return { ...reasonIn(after.slice(matchedText.length)), facts: own };
}
