import {
  countShifts,
  movedBlocksHcl,
  quotedNames,
  shiftCauseText,
  type CountShift,
} from '../../plan/review/count-shifts';
import { registryMark } from '../finding-text';
import { addressOf } from '../predicates/plan-resources';
import { defineRule, type Problem } from '../rule';

export const countIndexShift = defineRule({
  id: 'count-index-shift',
  severity: 'error',
  doc: 'Repositories are destroyed and created again because their indexes in a count list shift. If only policies shift, the finding is a warning.',
  why:
    'Terraform identifies the instances of count by index. If you remove or insert an element in the middle of the list, ' +
    'each following instance gets the name of its neighbor. ECR cannot rename a repository, so Terraform replaces it. ' +
    'https://developer.hashicorp.com/terraform/language/meta-arguments/count#when-to-use-for_each-instead-of-count',
  options: {},
  check: ({ resources }) => {
    const shifts = countShifts(resources);
    return shifts
      .filter((shift) => shift.kind === 'repository' || !shifts.some((other) => explains(other, shift)))
      .map((shift) => ({
        at: addressOf(shift.resources[0]),
        subject: {
          registry: shift.registry,
          repository: shift.removed.length === 1 ? shift.removed[0] : undefined,
        },
        ...describeShift(
          shift,
          shifts.filter((other) => explains(shift, other)),
        ),
      }));
  },
});

/** Whether policies shift together with their repositories. */
function explains(repositories: CountShift, attached: CountShift): boolean {
  if (repositories.kind !== 'repository' || attached.kind === 'repository') return false;
  const key = ({ plan, removed, added, moved }: CountShift) => JSON.stringify([plan, removed, added, moved]);
  return key(repositories) === key(attached);
}

type ShiftText = Pick<Problem, 'code' | 'help' | 'message' | 'severity'>;

function describeShift(shift: CountShift, attached: readonly CountShift[]): ShiftText {
  const cause = `${shiftCauseText(shift)} (${registryMark(shift.registry)})`;
  const code = movedBlocksHcl([shift, ...attached]);
  return shift.kind === 'repository'
    ? { message: `${cause}. ${repositoriesText(shift)}`, help: helpFor(shift), code }
    : { message: `${cause}. ${policiesText(shift)}`, help: helpFor(shift), code, severity: 'warning' };
}

function repositoriesText(shift: CountShift): string {
  const { removed, moved } = shift;
  const destroyed = [...removed, ...moved].sort();
  const needed =
    removed.length === 0
      ? 'No repository needs to be destroyed for this change.'
      : `Only ${quotedNames(removed)} ${removed.length === 1 ? 'needs' : 'need'} to be destroyed for this change.`;
  return (
    `Destroys ${destroyed.length === 1 ? 'repository' : 'repositories'} ${quotedNames(destroyed)}, and creates ${quotedNames(moved)} again without images, ` +
    `because Terraform identifies instances by index. ${imagesText(shift)} ${needed}`
  );
}

function imagesText({ resources }: CountShift): string {
  const settings = new Set(
    resources.flatMap((each) =>
      each.kind === 'repository' && each.before !== undefined ? each.before.forceDelete : [],
    ),
  );
  if (settings.size > 1) return 'All images are deleted in each repository that has force_delete enabled.';
  if (settings.has(true)) return 'All their images are deleted, because force_delete is enabled.';
  return settings.has(false)
    ? 'The apply fails for each repository that contains images, because force_delete is disabled.'
    : 'All their images are deleted if force_delete is enabled.';
}

function policiesText({ kind, moved }: CountShift): string {
  const what = kind === 'lifecycle-policy' ? 'lifecycle policies' : 'policies';
  return (
    `Deletes the ${what} of ${quotedNames(moved)} and creates them again at another index, because Terraform identifies ` +
    'instances by index. If the delete runs last, the repository has no policy after the apply.'
  );
}

function helpFor({ removed, kind, by }: CountShift): string {
  const only = kind === 'repository' ? quotedNames(removed) : `the policy of ${quotedNames(removed)}`;
  const result = removed.length === 0 ? 'nothing is destroyed' : `only ${only} is destroyed`;
  return (
    `${by === 'count' ? 'Replace count with for_each, and use' : 'Use'} the names as keys, such as for_each = toset(var.names) and ` +
    `each.key. Add these blocks to the root module. Then ${result}.`
  );
}
