import type { StackLayout } from './layout';

/**
 * Stacks in the order in which they can be applied: those of a wave need only what is in the waves before, and can be
 * applied at the same time. To destroy, the other way round.
 */
export function wavesOf(stacks: readonly StackLayout[]): readonly (readonly StackLayout[])[] {
  const waves: (readonly StackLayout[])[] = [];
  const done = new Set<string>();
  let left = stacks;
  while (left.length > 0) {
    const wave = left.filter(({ dependsOn }) => dependsOn.every((name) => done.has(name)));
    if (wave.length === 0) throw new RangeError(`stacks that wait for each other: ${namesOf(left)}`);
    waves.push(wave);
    for (const { name } of wave) done.add(name);
    left = left.filter(({ name }) => !done.has(name));
  }
  return waves;
}

function namesOf(stacks: readonly StackLayout[]): string {
  return stacks.map(({ name }) => name).join(', ');
}
