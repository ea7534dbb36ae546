/** File → text, of everything in an output folder. */
export type Output = ReadonlyMap<string, string>;

/** The version of the framework on each side. */
export interface Versions {
  readonly cdktf: string;
  readonly cdktn: string;
}

/** A way in which the output of CDK Terrain may differ. docs/cdktn.md shows the same table. */
export interface Difference {
  /** The name of the file in which it is, in whatever folder. */
  readonly file: string;
  readonly what: string;
  /** Why nobody has to care. */
  readonly harmless: string;
  /** What CDKTF wrote, as CDK Terrain writes it. */
  readonly asCdkTerrain: (text: string, versions: Versions) => string;
}

const withVersion = (text: string, { cdktf, cdktn }: Versions) =>
  text.replace(`"version": "${cdktf}"`, () => `"version": "${cdktn}"`);

/** All there are. What differs beyond them fails the lane, and so does one that is not found any more. */
export const DIFFERENCES: readonly Difference[] = [
  {
    file: 'cdk.tf.json',
    what: '`version` in `//`, the metadata: that of the framework',
    harmless: 'Terraform takes `//` for a comment',
    asCdkTerrain: withVersion,
  },
  {
    file: 'metadata.json',
    what: 'the same, with `--hcl`, which puts the metadata into a file of its own',
    harmless: 'Terraform does not read the file',
    asCdkTerrain: withVersion,
  },
  {
    file: 'manifest.json',
    what: '`version`: that of the framework',
    harmless: 'only the CLI reads the manifest',
    asCdkTerrain: withVersion,
  },
  {
    file: 'manifest.json',
    what: 'an empty list is `[]`, and no longer on two lines',
    harmless: 'the same JSON',
    asCdkTerrain: (text) => text.replaceAll(/\[\n +\]/g, '[]'),
  },
];

/** An output of CDKTF as CDK Terrain is expected to write it, and what the list says of it that is not there. */
export function expected(
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
