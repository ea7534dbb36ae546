/** With an uppercase letter, as a sentence starts; an ARN or the name of a service is not changed. */
export function sentence(text: string): string {
  if (/^(?:arn:|[\w.-]+\.amazonaws\.)/.test(text)) return text;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
