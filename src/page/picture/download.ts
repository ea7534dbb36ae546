/** Returns a drawing of the page as a file of its own, with its styles. */
export function standaloneSvg(svg: string, styles: string): string {
  const end = svg.indexOf('>') + 1;
  const [start, rest] = [svg.slice(0, end), svg.slice(end)];
  const named = start.includes('xmlns=')
    ? start
    : start.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"');
  return `${named}<style>${styles}</style>${rest}\n`;
}

/** Saves a text as a file. */
export function download(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
