import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';

const PLANS = resolve(__dirname, '..', '..', 'fixtures', 'plans');

/** Returns the texts of real Terraform plans. */
export function genuinePlans(): readonly string[] {
  return readdirSync(PLANS, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('plan.json'))
    .sort()
    .map((file) => readFileSync(join(PLANS, file), 'utf8'));
}

type Node = Record<string, unknown>;
interface Place {
  readonly holder: Node;
  readonly key: string;
}

/** A mutation of a plan. Positions are fractions, so that a mutation fits any plan. */
const change = fc.record({
  how: fc.constantFrom('flip', 'cut', 'drop', 'repeat', 'replace', 'remove', 'rename', 'double', 'swap'),
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  to: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  byte: fc.integer({ min: 0, max: 255 }),
  value: fc.oneof(
    fc.constantFrom<unknown>(null, true, false, 0, -1.5, '', 'x', [], {}, [null], ['delete'], [[]], {
      a: null,
    }),
    fc.constantFrom<unknown>(
      '{"Statement":',
      '\u001b[31m',
      '<b>|\n',
      '*',
      'arn:aws:ecr:::repository/',
      'constructor',
    ),
    fc.jsonValue({ maxDepth: 2 }),
  ),
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

/** Plans with one to three mutations. */
export function mutatedPlans(plans: readonly string[]): fc.Arbitrary<Buffer> {
  return fc
    .tuple(fc.constantFrom(...plans), fc.array(change, { minLength: 1, maxLength: 3 }))
    .map(([plan, changes]) => changes.reduce(changed, Buffer.from(plan)));
}

function changed(bytes: Buffer, { how, at, to, byte, value }: Change): Buffer {
  const start = Math.floor(at * bytes.length);
  const end = start + Math.floor(to * Math.min(200, bytes.length - start));
  if (how === 'flip') {
    return Buffer.concat([bytes.subarray(0, start), Buffer.from([byte]), bytes.subarray(start + 1)]);
  }
  if (how === 'cut') return bytes.subarray(0, start);
  if (how === 'drop') return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
  if (how === 'repeat') return Buffer.concat([bytes.subarray(0, end), bytes.subarray(start)]);
  return inJson(bytes, (places) => {
    const { holder, key } = places[Math.floor(at * places.length)]!;
    const other = places[Math.floor(to * places.length)]!;
    const old = holder[key];
    if (how === 'replace') holder[key] = value;
    if (how === 'swap') holder[key] = structuredClone(other.holder[other.key]);
    if (how === 'double') holder[key] = [old, old].flat();
    if (how === 'remove' || how === 'rename') remove(holder, key);
    if (how === 'rename') holder[other.key] = old;
  });
}

function remove(holder: Node, key: string): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else Reflect.deleteProperty(holder, key);
}

/** Edits JSON. Returns the same bytes if they are not JSON, or empty. */
function inJson(bytes: Buffer, edit: (places: readonly Place[]) => void): Buffer {
  try {
    const json = JSON.parse(bytes.toString()) as unknown;
    const places = placesIn(json);
    if (places.length === 0) return bytes;
    edit(places);
    return Buffer.from(JSON.stringify(json));
  } catch (error) {
    if (error instanceof SyntaxError) return bytes;
    throw error;
  }
}

function placesIn(json: unknown): readonly Place[] {
  if (typeof json !== 'object' || json === null) return [];
  const holder = json as Node; // the keys of a list are its indexes
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesIn(holder[key])]);
}

/** Whether a text may be accepted as a plan, by the simplest possible check. */
export function mayBePlan(bytes: Buffer): boolean {
  try {
    const plan = JSON.parse(bytes.toString()) as Record<string, unknown> | null;
    const planned = plan?.planned_values;
    const isObject = typeof planned === 'object' && planned !== null && !Array.isArray(planned);
    return isObject && plan?.errored !== true && plan?.complete !== false;
  } catch {
    return false;
  }
}
