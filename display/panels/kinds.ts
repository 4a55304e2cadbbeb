import type { Component } from 'svelte';
import type { ShownKind, ShownViews } from '../../shared/views.ts';
import type { AttainmentPage } from '../tv/rotation/pages.ts';

/** What a component gets: a list is turned page by page. */
type Pages = Omit<ShownViews, 'attainment'> & { attainment: AttainmentPage };

/** One component a kind. */
export type PanelComponents = { [K in ShownKind]: Component<{ view: Pages[K] }> };

/** Kinds that a wall starts without: it fetches them, all in one script, when its board has a panel of such a kind. */
export const laterKinds = ['scorecard', 'funnel', 'breakdown', 'activity-sheet', 'pipeline', 'workback', 'forecast', 'findings', 'won-lost', 'comparison', 'actions'] as const satisfies readonly ShownKind[];
export type LaterKind = (typeof laterKinds)[number];

export const isLaterKind = (kind: ShownKind): kind is LaterKind => laterKinds.some((later) => later === kind);
