interface Props {
  /** The declaration, as the user named it. */
  readonly file: string;
  readonly line: number | undefined;
}

/** A line of the declaration, in the form that editors and terminals open: `topology.yaml:13`. */
export function SourceLine({ file, line }: Props) {
  return line === undefined ? null : <code class="source-line">{`${file}:${line}`}</code>;
}
