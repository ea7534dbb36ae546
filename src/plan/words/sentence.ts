/** With an uppercase letter, as a sentence starts; an ARN is not changed. */
export function sentence(text: string): string {
  if (text.startsWith('arn:')) return text;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
