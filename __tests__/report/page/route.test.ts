import { parseRoute, routeHash } from '../../../src/report/page/route';

test('a hash contains the view and its parameters', () => {
  const route = {
    view: 'access',
    parameters: { caller: 'arn:aws:iam::111111111111:role/ci', text: 'a&b=c#d' },
  };
  expect(parseRoute(routeHash(route))).toEqual(route);
});

test('an empty hash names no view', () => {
  expect(parseRoute('')).toEqual({ view: '', parameters: {} });
});

test('equal states have the same hash', () => {
  expect(routeHash({ view: 'access', parameters: { b: '2', a: '1', c: '' } })).toBe('#/access?a=1&b=2');
});
