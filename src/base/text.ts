/** Starts a text with an uppercase letter, except an ARN or a service principal. */
export function capitalizeSentence(text: string): string {
  if (/^(?:arn:|[\w.-]+\.amazonaws\.)/.test(text)) return text;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
