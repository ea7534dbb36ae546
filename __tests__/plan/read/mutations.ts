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
interface Position {
  readonly parent: Node;
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
    .map(([plan, changes]) => changes.reduce(mutate, Buffer.from(plan)));
}

function mutate(bytes: Buffer, { how, at, to, byte, value }: Change): Buffer {
  const start = Math.floor(at * bytes.length);
  const end = start + Math.floor(to * Math.min(200, bytes.length - start));
  if (how === 'flip') {
    return Buffer.concat([bytes.subarray(0, start), Buffer.from([byte]), bytes.subarray(start + 1)]);
  }
  if (how === 'cut') return bytes.subarray(0, start);
  if (how === 'drop') return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
  if (how === 'repeat') return Buffer.concat([bytes.subarray(0, end), bytes.subarray(start)]);
  return editJson(bytes, (positions) => {
    const { parent, key } = positions[Math.floor(at * positions.length)]!;
    const other = positions[Math.floor(to * positions.length)]!;
    const old = parent[key];
    if (how === 'replace') parent[key] = value;
    if (how === 'swap') parent[key] = structuredClone(other.parent[other.key]);
    if (how === 'double') parent[key] = [old, old].flat();
    if (how === 'remove' || how === 'rename') remove(parent, key);
    if (how === 'rename') parent[other.key] = old;
  });
}

function remove(parent: Node, key: string): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else Reflect.deleteProperty(parent, key);
}

/** Edits JSON. Returns the same bytes if they are not JSON, or empty. */
function editJson(bytes: Buffer, edit: (positions: readonly Position[]) => void): Buffer {
  try {
    const json = JSON.parse(bytes.toString()) as unknown;
    const positions = positionsIn(json);
    if (positions.length === 0) return bytes;
    edit(positions);
    return Buffer.from(JSON.stringify(json));
  } catch (error) {
    if (error instanceof SyntaxError) return bytes;
    throw error;
  }
}

function positionsIn(json: unknown): readonly Position[] {
  if (typeof json !== 'object' || json === null) return [];
  const parent = json as Node; // the keys of a list are its indexes
  return Object.keys(parent).flatMap((key) => [{ parent, key }, ...positionsIn(parent[key])]);
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
