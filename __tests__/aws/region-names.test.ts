import { REGIONS } from '../../src/aws/partitions';
import { REGION_NAMES } from '../../src/aws/region-names';

test('every Region has a name, and there is no other', () => {
  expect(Object.keys(REGION_NAMES)).toEqual(REGIONS);
  expect(Object.values(REGION_NAMES).filter((name) => name === '')).toEqual([]);
});
