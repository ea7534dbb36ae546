import { count } from '../../base/text';
import { differenceText, type Difference } from '../../verify/difference';
import { hasDifferences, type ImageComparison } from '../../verify/images';
import { nameIn, type Verification } from '../../verify/verification';
import { xmlDocument, type XmlElement } from '../format/xml';
import { groupUnreadable, type UnreadableGroup } from '../live/unreadable';
import { DIFFERENCE_SECTIONS } from './difference-lines';
import { routeLines } from './image-lines';

const MAX_IMAGES = 100;

/**
 * Renders a verification as JUnit XML: a suite for each registry, one for identity policies, and one for images. A
 * difference is a failure, a value that could not be read is an error, and what is equal is one passed case.
 */
export function verificationJunit(verification: Verification): string {
  const { registries, differences, images, unreadable } = verification;
  const groups = groupUnreadable([...unreadable, ...(images?.unreadable ?? [])], (registry) =>
    nameIn(verification, registry),
  );
  const ofRegistry = (name: string | undefined) => ({
    differences: differences.filter(({ registry }) => registry === name),
    groups: groups.filter(({ registry }) => registry === name),
  });
  const identities = ofRegistry(undefined);
  const suites = [
    ...registries.map(({ name }) => suite(name, casesOf(name, ofRegistry(name)))),
    ...(identities.differences.length + identities.groups.length === 0
      ? []
      : [suite('identity policies', casesOf('identity policies', identities))]),
    ...(images === undefined ? [] : [suite('images', images.comparisons.map(imageCase))]),
  ];
  const cases = suites.flatMap(({ cases: each }) => each);
  return xmlDocument({
    name: 'testsuites',
    attributes: { name: 'ecr-topology verify', ...totalsOf(cases) },
    children: suites.map(({ element }) => element),
  });
}

interface TestCase {
  readonly outcome: 'error' | 'failure' | 'passed';
  readonly element: XmlElement;
}

function suite(
  name: string,
  cases: readonly TestCase[],
): { readonly element: XmlElement; readonly cases: readonly TestCase[] } {
  const attributes = { name, ...totalsOf(cases), skipped: 0, time: 0 };
  return { cases, element: { name: 'testsuite', attributes, children: cases.map(({ element }) => element) } };
}

function totalsOf(cases: readonly TestCase[]): Readonly<Record<'errors' | 'failures' | 'tests', number>> {
  const numberOf = (outcome: TestCase['outcome']) => cases.filter((each) => each.outcome === outcome).length;
  return { tests: cases.length, failures: numberOf('failure'), errors: numberOf('error') };
}

function casesOf(
  owner: string,
  found: { readonly differences: readonly Difference[]; readonly groups: readonly UnreadableGroup[] },
): readonly TestCase[] {
  const cases = [
    ...found.differences.map((difference) => differenceCase(owner, difference)),
    ...found.groups.map(({ title, message, help }) => testCase(owner, title, 'error', message, help)),
  ];
  return cases.length > 0 ? cases : [testCase(owner, 'AWS contains what is declared', 'passed')];
}

function differenceCase(owner: string, difference: Difference): TestCase {
  const title = DIFFERENCE_SECTIONS.find(([kind]) => kind === difference.kind)?.[1] ?? difference.kind;
  return testCase(owner, difference.subject, 'failure', title, differenceText(difference));
}

function imageCase(comparison: ImageComparison): TestCase {
  const { from, to, repository } = comparison;
  const name = `${from} to ${to}, repository ${repository}`;
  if (!hasDifferences(comparison)) return testCase('images', name, 'passed');
  const [lines] = routeLines({ comparisons: [comparison], unreadable: [] }, MAX_IMAGES);
  const { title = name, images = [], more = 0, causes = [] } = lines ?? {};
  const rest = more === 0 ? [] : [`… and ${count(more, 'image', 'images')} more`];
  return testCase('images', name, 'failure', title, [...images, ...rest, ...causes].join('\n'));
}

function testCase(
  owner: string,
  name: string,
  outcome: TestCase['outcome'],
  message = '',
  text = '',
): TestCase {
  const result = { name: outcome, attributes: { type: 'verify', message }, children: text };
  return {
    outcome,
    element: {
      name: 'testcase',
      attributes: { classname: `ecr-topology.verify.${owner}`, name, time: 0 },
      children: outcome === 'passed' ? [] : [result],
    },
  };
}
