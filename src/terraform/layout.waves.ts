import type { StackLayout } from './layout';

/**
 * Groups stacks in the order in which to apply them. Stacks of one wave depend only on earlier waves and can be
 * applied in parallel. Destroy in the reverse order.
 */
export function wavesOf(stacks: readonly StackLayout[]): readonly (readonly StackLayout[])[] {
  const waves: (readonly StackLayout[])[] = [];
  const done = new Set<string>();
  let remaining = stacks;
  while (remaining.length > 0) {
    const wave = remaining.filter(({ dependsOn }) => dependsOn.every((name) => done.has(name)));
    if (wave.length === 0) throw new RangeError(`stacks that wait for each other: ${namesOf(remaining)}`);
    waves.push(wave);
    for (const { name } of wave) done.add(name);
    remaining = remaining.filter(({ name }) => !done.has(name));
  }
  return waves;
}

function namesOf(stacks: readonly StackLayout[]): string {
  return stacks.map(({ name }) => name).join(', ');
}
