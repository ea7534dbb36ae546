import { readFileSync } from 'node:fs';
import {
  matchingSuggestions,
  suggestedCallers,
  suggestedRepositories,
} from '../../../src/page/model/suggestions';
import { topologyOf } from '../../declaration/declarations';

const organization = topologyOf(readFileSync('examples/organization.yaml', 'utf8'));

test('suggests each role, user and service of the topology once, sorted', () => {
  const callers = suggestedCallers(organization);
  expect(callers).toEqual([...new Set(callers)].sort());
  expect(callers.filter((each) => each.includes('*'))).toEqual([]);
  expect(callers.length).toBeGreaterThan(1);
});

test('suggests each repository once', () => {
  const names = suggestedRepositories(organization);
  expect(names).toContain('base/java');
  expect(names).toEqual([...new Set(names)].sort());
});

test('matches a part of a name, ignoring case, and limits the number', () => {
  expect(matchingSuggestions(['app/Web', 'base/java'], ' WEB ')).toEqual(['app/Web']);
  const many = Array.from({ length: 1000 }, (_, index) => `repo-${index}`);
  expect(matchingSuggestions(many, '')).toHaveLength(100);
});
