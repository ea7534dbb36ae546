import { grouped } from '../../registry';
import { rule, type Problem } from '../rule';
import { untoldDestinations, untoldPlaces } from '../undecided/places';
import { undecidedIn } from '../undecided/resources';

export const undecidable = rule({
  id: 'undecidable',
  severity: 'note',
  doc: 'Everything that the checks need is known when planning.',
  why:
    'What is known only after apply cannot be checked before it, and a check that passes it over says more than it knows. ' +
    'https://developer.hashicorp.com/terraform/language/expressions/references#values-not-yet-known',
  options: {},
  check: (reviewed) =>
    oneEach([
      ...reviewed.resources.flatMap(undecidedIn),
      ...untoldDestinations(reviewed),
      ...untoldPlaces(reviewed),
    ]),
});

/** Merges all problems of one resource into one. */
function oneEach(problems: readonly Problem[]): readonly Problem[] {
  const byAddress = grouped(problems, ({ at }) => `${at.plan}\n${at.address}`);
  return [...byAddress.values()].map((same) => ({
    ...same[0],
    message: eachOnce(same.map(({ message }) => message)),
    help: eachOnce(same.map(({ help }) => help)),
  }));
}

/** Joins the sentences in their order, without duplicates. */
function eachOnce(texts: readonly string[]): string {
  return [...new Set(texts)].join(' ');
}
