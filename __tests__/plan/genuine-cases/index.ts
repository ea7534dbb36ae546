import { ACCESS } from './access';
import { ARTICLE } from './article';
import { CONFUSIONS } from './confusions';
import type { GenuineCase } from './case';
import { IMAGES } from './images';
import { REFUSED } from './refused';
import { REPLICATION } from './replication';
import { SETTINGS } from './settings';
import { SYNTHESISED } from './synthesised';
import { WEAKENED } from './weakened';

export type { GenuineCase };

/** `npm run plans` creates the plans. */
export const GENUINE_CASES: readonly GenuineCase[] = [
  ...ARTICLE,
  ...IMAGES,
  ...ACCESS,
  ...CONFUSIONS,
  ...REPLICATION,
  ...SETTINGS,
  ...WEAKENED,
  ...REFUSED,
  ...SYNTHESISED,
];
