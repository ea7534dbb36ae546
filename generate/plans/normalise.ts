import { isRecord, type Json } from './json';

/** The date of the articles. No plan depends on it. */
const TIMESTAMP = '2025-02-12T00:00:00Z';

/** Random values that moto does not control: the ID of a role session. */
const SESSION_ID = 'AROAEXAMPLEEXAMPLE000:e2e';

/** The ID of `terraform_data` is random. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SAME_UUID = '00000000-0000-4000-8000-000000000000';

/** Terraform writes these lists in random order, because they come from a map. */
const UNORDERED = ['child_modules', 'relevant_attributes'];

/** Returns a plan without the values that differ in each run. */
export function normalisePlan(plan: unknown): Json {
  // The value was parsed from JSON.
  return mapValues(plan as Json, (key, value) => {
    if (key === 'timestamp') return TIMESTAMP;
    if (key === 'user_id' && typeof value === 'string') return SESSION_ID;
    if (key === 'id' && typeof value === 'string' && UUID.test(value)) return SAME_UUID;
    if (UNORDERED.includes(key) && Array.isArray(value)) return sorted(value);
    return value;
  });
}

/** Maps inner values first, so that the items of a sorted list are sorted themselves. */
function mapValues(json: Json, map: (key: string, value: Json) => Json): Json {
  if (Array.isArray(json)) return json.map((each) => mapValues(each, map));
  if (!isRecord(json)) return json;
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [key, map(key, mapValues(value, map))]),
  );
}

function sorted(list: readonly Json[]): Json[] {
  const texts = list.map((each) => JSON.stringify(each)).sort();
  return texts.map((text) => JSON.parse(text) as Json);
}
