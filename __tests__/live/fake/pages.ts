import { createHash } from 'node:crypto';
import { invalidParameter } from './aws-error';
import type { WorldOptions } from './world';

interface PageInput {
  readonly nextToken?: string | undefined;
  readonly maxResults?: number | undefined;
}

/** A list that an operation returns in pages. */
interface PagedList<Item> {
  readonly items: Iterable<Item>;
  /** Unique among all lists. A token is valid only for the same list and the same input, as in AWS. */
  readonly scope: string;
  /** If undefined, the items have an order that AWS documents. */
  readonly keyOf?: (item: Item) => string;
  /** If undefined, the limits of most operations of ECR. */
  readonly sizes?: { readonly default: number; readonly max: number };
}

const USUAL_SIZES = { default: 100, max: 1000 };

/** Returns the page that the input requests. */
export function page<Item>(
  { orderSalt, maxPageSize }: Pick<WorldOptions, 'maxPageSize' | 'orderSalt'>,
  { items, scope, keyOf, sizes = USUAL_SIZES }: PagedList<Item>,
  input: PageInput,
): { readonly items: Item[]; readonly nextToken?: string } {
  const { nextToken, maxResults = sizes.default } = input;
  if (!Number.isInteger(maxResults) || maxResults < 1) {
    throw invalidParameter('maxResults', 'must be greater than or equal to 1');
  }
  if (maxResults > sizes.max) {
    throw invalidParameter('maxResults', `must be less than or equal to ${sizes.max}`);
  }
  const ordered = keyOf === undefined ? [...items] : inArbitraryOrder(items, keyOf, orderSalt);
  const list = hash(`${scope} ${JSON.stringify({ ...input, nextToken: undefined, maxResults: undefined })}`);
  const start = nextToken === undefined ? 0 : offsetIn(nextToken, list);
  const end = start + Math.min(maxResults, maxPageSize ?? Infinity);
  // AWS does not promise that a page with a token has a successor with items.
  const hasNext = maxPageSize === undefined ? end < ordered.length : end <= ordered.length;
  return { items: ordered.slice(start, end), ...(hasNext ? { nextToken: tokenOf(list, end) } : {}) };
}

/** The hash makes a token of another list invalid. */
function tokenOf(list: string, offset: number): string {
  return Buffer.from(`${offset}:${hash(`${list}:${offset}`)}`).toString('base64url');
}

function offsetIn(token: string, list: string): number {
  const offset = Number(Buffer.from(token, 'base64url').toString().split(':')[0]);
  if (token !== tokenOf(list, offset)) throw invalidParameter('nextToken', 'Invalid pagination token');
  return offset;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Returns the items in an order that looks random: AWS documents none. The salt selects one of many. */
function inArbitraryOrder<Item>(
  items: Iterable<Item>,
  keyOf: (item: Item) => string,
  salt: string,
): readonly Item[] {
  return [...items]
    .map((item) => ({ item, rank: rankOf(`${salt}${keyOf(item)}`) }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ item }) => item);
}

/** The FNV-1a hash, because a cryptographic one is slow for thousands of items on each page. */
function rankOf(text: string): number {
  let rank = 2166136261;
  for (let index = 0; index < text.length; index += 1) {
    rank = Math.imul(rank ^ text.charCodeAt(index), 16777619);
  }
  // The last characters differ most often, and affect only the low bits so far.
  return Math.imul(rank ^ (rank >>> 15), 2246822507) >>> 0;
}
