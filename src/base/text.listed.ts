/** Joins names for a message. If there are more than `limit`, the text ends with the number of names left out. */
export function formatList(names: Iterable<string>, limit = 12): string {
  const items = [...names];
  if (items.length === 0) return 'none';
  const hidden = items.length - limit;
  return hidden > 0 ? `${items.slice(0, limit).join(', ')} and ${hidden} more` : items.join(', ');
}
