import type { View } from './model/view';
import { accessView } from './views/access';
import { askView } from './views/ask/ask';
import { overviewView } from './views/overview';
import { pictureView } from './views/picture';
import { policiesView } from './views/policies';
import { replicationView } from './views/replication';
import { reviewView } from './views/review';

/** In the order of the navigation. The first is the start of the page. */
export const VIEWS = [
  overviewView,
  pictureView,
  accessView,
  askView,
  replicationView,
  reviewView,
  policiesView,
] as const satisfies readonly View[];
