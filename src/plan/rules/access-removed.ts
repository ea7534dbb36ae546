import { accessProblems, withoutNew } from '../access/access-problems';
import { rule } from '../rule';

export const accessRemoved = rule({
  id: 'access-removed',
  severity: 'warning',
  doc: 'Nobody loses access that they have today without somebody looking at it.',
  why:
    'Who loses it notices at the next pull or push, which for a service may be when it has to scale or start anew. Losses ' +
    'are worked out from all policies together, as AWS evaluates them. ' +
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html',
  options: {
    withRepository: {
      kind: 'flag',
      default: false,
      doc: 'Also find access that goes with a repository that the plans destroy.',
    },
  },
  check: (reviewed, { withRepository }) => {
    const lost = reviewed.access
      // Of replication that ends, rules of its own say more: replication-destination-removed, replication-not-permitted.
      .filter(({ kind, operation }) => kind === 'lost' && operation !== 'replicate')
      .flatMap((change) => (withRepository ? change : (withoutNew(change) ?? [])));
    return accessProblems(
      reviewed,
      lost,
      (who, what) => `With the plan applied, ${who} can no longer ${what}.`,
      'Make sure that nobody needs it any more: what runs goes on running, but its next pull or push is denied.',
    );
  },
});
