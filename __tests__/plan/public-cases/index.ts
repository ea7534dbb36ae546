import { ACCESS } from './access';
import type { PublicCase } from './expectation';
import { IMAGES } from './images';
import { REGISTRIES } from './registries';

export type { Expectation, PublicCase } from './expectation';

/** Plans from public reports, reviewed by an engineer before the rules were written. Sources: the README of the fixtures. */
export const PUBLIC_CASES: readonly PublicCase[] = [...ACCESS, ...REGISTRIES, ...IMAGES];
