import { standaloneSvg } from '../../../src/page/picture/download';

test('adds the styles and the namespace to a drawing', () => {
  expect(standaloneSvg('<svg viewBox="0 0 1 1"><g/></svg>', '.a>b{}')).toBe(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><style>.a>b{}</style><g/></svg>\n',
  );
  expect(standaloneSvg('<svg xmlns="http://www.w3.org/2000/svg"></svg>', '')).toBe(
    '<svg xmlns="http://www.w3.org/2000/svg"><style></style></svg>\n',
  );
});
