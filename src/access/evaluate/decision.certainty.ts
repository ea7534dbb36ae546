/** Three-valued logic: `maybe` if the result depends on unknown values of the request. */
export type Certainty = 'yes' | 'no' | 'maybe';

export function toCertainty(holds: boolean): Certainty {
  return holds ? 'yes' : 'no';
}

export function not(certainty: Certainty): Certainty {
  return certainty === 'maybe' ? 'maybe' : toCertainty(certainty === 'no');
}

export function anyOf<T>(items: readonly T[], holds: (item: T) => Certainty): Certainty {
  let result: Certainty = 'no';
  for (const item of items) {
    const certainty = holds(item);
    if (certainty === 'yes') return 'yes';
    if (certainty === 'maybe') result = 'maybe';
  }
  return result;
}

export function allOf<T>(items: readonly T[], holds: (item: T, index: number) => Certainty): Certainty {
  let result: Certainty = 'yes';
  for (const [index, item] of items.entries()) {
    const certainty = holds(item, index);
    if (certainty === 'no') return 'no';
    if (certainty === 'maybe') result = 'maybe';
  }
  return result;
}
