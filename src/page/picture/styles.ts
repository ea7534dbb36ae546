import { PICTURE_CSS } from '../../report/graph/picture-css';

/** Adds the styles of pictures, which the renderer has. */
export function adoptPictureStyles(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(PICTURE_CSS);
  document.adoptedStyleSheets.push(sheet);
}
