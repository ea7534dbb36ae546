/** One change as text. Names are not escaped; the renderer escapes them. */
export interface Line {
  readonly mark: '+' | '-' | '~';
  /** Images are deleted, or every AWS account gains access. */
  readonly isCritical: boolean;
  readonly text: string;
}
