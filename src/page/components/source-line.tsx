interface Props {
  /** The declaration, as the user named it. */
  readonly file: string;
  readonly line: number | undefined;
}

/** A line of the declaration, in the form that editors and terminals open: `topology.yaml:13`. */
export function SourceLine({ file, line }: Props) {
  return line === undefined ? null : <SourceLines file={file} lines={[line]} />;
}

interface LinesProps {
  readonly file: string;
  readonly lines: readonly number[];
}

/** Several lines: `topology.yaml:13, 21, 34`. */
export function SourceLines({ file, lines }: LinesProps) {
  return lines.length === 0 ? null : <code class="source-line">{`${file}:${lines.join(', ')}`}</code>;
}
