import type { ComponentType } from 'preact';
import type { PageModel } from './page-model';
import type { SetParameters } from './use-route';

/** What every view of the page gets. */
export interface ViewProps {
  readonly model: PageModel;
  /** The parameters of the URL. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly setParameters: SetParameters;
}

/** A view: an entry of the navigation, and what it shows. */
export interface View {
  /** In the URL. */
  readonly name: string;
  readonly title: string;
  /** The number next to the title. */
  readonly count?: (model: PageModel) => number | undefined;
  /** Whether the page has the view. */
  readonly isShown?: (model: PageModel) => boolean;
  readonly Content: ComponentType<ViewProps>;
}
