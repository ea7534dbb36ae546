/** Maps each file in an output folder to its text. */
export type Output = ReadonlyMap<string, string>;

/** The version of each framework. */
export interface Versions {
  readonly cdktf: string;
  readonly cdktn: string;
}

/** An expected difference in the output of CDK Terrain. docs/guides/cdktn.md contains the same table. */
export interface Difference {
  /** The name of the file, in any folder. */
  readonly file: string;
  readonly what: string;
  /** Why the difference has no effect. */
  readonly whyHarmless: string;
  /** Converts the output of CDKTF to that of CDK Terrain. */
  readonly asCdkTerrain: (text: string, versions: Versions) => string;
}

const withVersion = (text: string, { cdktf, cdktn }: Versions) =>
  text.replace(`"version": "${cdktf}"`, () => `"version": "${cdktn}"`);

/** All expected differences. The lane fails for other differences, and for a listed one that is not found. */
export const DIFFERENCES: readonly Difference[] = [
  {
    file: 'cdk.tf.json',
    what: '`version` in the metadata (`//`): the version of the framework',
    whyHarmless: 'Terraform ignores `//`',
    asCdkTerrain: withVersion,
  },
  {
    file: 'metadata.json',
    what: 'the same. With `--hcl`, the metadata is in a separate file',
    whyHarmless: 'Terraform does not read the file',
    asCdkTerrain: withVersion,
  },
  {
    file: 'manifest.json',
    what: '`version`: the version of the framework',
    whyHarmless: 'only the CLI reads the manifest',
    asCdkTerrain: withVersion,
  },
  {
    file: 'manifest.json',
    what: 'an empty list is `[]` on one line, not on two',
    whyHarmless: 'the same JSON',
    asCdkTerrain: (text) => text.replaceAll(/\[\n +\]/g, '[]'),
  },
];

/**
 * Returns the output of CDKTF with the listed differences applied, and the listed differences that were not
 * found.
 */
export function expectedOutput(
  output: Output,
  versions: Versions,
): { readonly output: Output; readonly notFound: readonly Difference[] } {
  const found = new Set<Difference>();
  const texts = [...output].map(([path, text]) => {
    let result = text;
    for (const difference of DIFFERENCES) {
      if (path.split('/').at(-1) !== difference.file) continue;
      const next = difference.asCdkTerrain(result, versions);
      if (next !== result) found.add(difference);
      result = next;
    }
    return [path, result] as const;
  });
  return { output: new Map(texts), notFound: DIFFERENCES.filter((each) => !found.has(each)) };
}
