/** Three-valued logic: `maybe` if the result depends on unknown values of the request. */
export type Certainty = 'yes' | 'no' | 'maybe';

export function certainty(is: boolean): Certainty {
  return is ? 'yes' : 'no';
}

export function not(one: Certainty): Certainty {
  return one === 'maybe' ? 'maybe' : certainty(one === 'no');
}

export function anyOf<T>(items: readonly T[], is: (item: T) => Certainty): Certainty {
  let found: Certainty = 'no';
  for (const item of items) {
    const one = is(item);
    if (one === 'yes') return 'yes';
    if (one === 'maybe') found = 'maybe';
  }
  return found;
}

export function allOf<T>(items: readonly T[], is: (item: T, index: number) => Certainty): Certainty {
  let found: Certainty = 'yes';
  for (const [index, item] of items.entries()) {
    const one = is(item, index);
    if (one === 'no') return 'no';
    if (one === 'maybe') found = 'maybe';
  }
  return found;
}
