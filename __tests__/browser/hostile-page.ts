import { isKnown } from '../../src/model/unknown';
import type { LoadedTopology } from '../../src/lint/declaration/load';
import { buildPageData } from '../../src/report/page/build-page-data';
import type { PageData } from '../../src/report/page/page-data';
import { withPicture } from '../../src/report/page/picture-section';
import { reviewSection } from '../../src/report/page/review';
import { hostileResult, NAMES } from '../report/review/results';

/** Names and texts of `examples/everything.yaml`, with what replaces them. `window.hacked` must stay undefined. */
const REPLACEMENTS: readonly (readonly [RegExp, string])[] = [
  [/\bproduction\b/g, 'production"><img src=x onerror="window.hacked=1">'],
  [/\bhub_us\b/g, "hub_us'/><svg onload=window.hacked=2>"],
  [/\bbuild\b/g, '</script><script>window.hacked=3</script><!--'],
  [/\bAudit\b/g, 'javascript:window.hacked=4'],
  [/\bAnyAccount\b/g, ']]></title></style><iframe srcdoc="<script>parent.hacked=5</script>">'],
  [/\bNodes\b/g, '\u202Eright to left\u2028\u2029 \u0000 \uD800 {{constructor}} ${window.hacked=6}'],
  [/\bKeepReleases\b/g, `<b>${'long'.repeat(250_000)}`],
  [/\bPreviews\b/g, `${'no-space'.repeat(125_000)}<a href="javascript:window.hacked=7">`],
  [/\bbase\/node\b/g, 'base/<img/src=x onerror=alert(1)>'],
  [/\bplatform\b/g, '"onmouseover="window.hacked=8" x="'],
  [/\bcost-center\b/g, '__proto__'],
];

/** Replaces the texts of a value, in keys too. The language would refuse most of them. */
function hostile<Value>(value: Value): Value {
  return replace(value) as Value; // only texts are replaced
}

function replace(value: unknown): unknown {
  // A lifecycle policy is JSON in a text, and stays JSON.
  if (typeof value === 'string' && value.startsWith('{"')) {
    return JSON.stringify(replace(JSON.parse(value)));
  }
  if (typeof value === 'string') return replaceText(value);
  if (!isKnown(value) || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(replace);
  return Object.fromEntries(
    Object.entries(value).map(([name, child]) => [replaceText(name), replace(child)]),
  );
}

function replaceText(text: string): string {
  // A function, because `$` has a meaning in a replacement.
  return REPLACEMENTS.reduce((result, [pattern, by]) => result.replace(pattern, () => by), text);
}

/** Returns a page whose names and texts attack the browser. */
export async function hostilePage(loaded: LoadedTopology): Promise<PageData> {
  const about = {
    version: '<b>1</b>',
    file: '</title><script>window.hacked=9</script>.yaml',
    commit: { id: '<img src=x onerror=window.hacked=10>', isModified: true },
    createdAt: '2026-12-01T00:00:00Z',
    isRedacted: false,
  };
  const review = reviewSection(hostileResult(), NAMES, 'error');
  const data = hostile(buildPageData({ about, loaded, review: undefined, live: undefined }));
  const { topology, deployment } = loaded;
  const accounts = deployment.accounts.map(hostile);
  return withPicture(
    { ...data, about, review },
    { topology: hostile(topology), deployment: { ...deployment, accounts } },
  );
}
