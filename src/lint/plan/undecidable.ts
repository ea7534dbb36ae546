import { groupBy } from '../../base/collections.grouped';
import { findUnknowns } from '../predicates/unknown-values.resources';
import { defineRule, type Problem } from '../rule';
import { findUnknownDestinations, findUnknownRegistries } from './undecidable.places';

export const undecidable = defineRule({
  id: 'undecidable',
  severity: 'note',
  doc: 'Everything that the checks need is known when planning.',
  why:
    'What is known only after apply cannot be checked before it, and a check that passes it over says more than it knows. ' +
    'https://developer.hashicorp.com/terraform/language/expressions/references#values-not-yet-known',
  options: {},
  check: (reviewed) =>
    mergeByResource([
      ...reviewed.resources.flatMap(findUnknowns),
      ...findUnknownDestinations(reviewed),
      ...findUnknownRegistries(reviewed),
    ]),
});

/** Merges all problems of one resource into one. */
function mergeByResource(problems: readonly Problem[]): readonly Problem[] {
  const byAddress = groupBy(problems, ({ at }) => `${at.plan}\n${at.address}`);
  return [...byAddress.values()].map((same) => ({
    ...same[0],
    message: joinUnique(same.map(({ message }) => message)),
    help: joinUnique(same.map(({ help }) => help)),
  }));
}

/** Joins the sentences in their order, without duplicates. */
function joinUnique(texts: readonly string[]): string {
  return [...new Set(texts)].join(' ');
}
