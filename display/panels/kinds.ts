import type { Component } from 'svelte';
import type { PanelKind, PanelViews } from '../../shared/views.ts';
import type { AttainmentPage } from '../tv/rotation/pages.ts';

/** What a component gets: a list is turned page by page. */
type Pages = Omit<PanelViews, 'attainment'> & { attainment: AttainmentPage };

/** One component a kind. */
export type PanelComponents = { [K in PanelKind]: Component<{ view: Pages[K] }> };

/** Kinds that a wall starts without: it fetches them, all in one script, when its board has a panel of such a kind. */
export const laterKinds = ['scorecard', 'funnel', 'breakdown', 'activity-sheet', 'pipeline', 'workback', 'forecast'] as const satisfies readonly PanelKind[];
export type LaterKind = (typeof laterKinds)[number];

export const isLaterKind = (kind: PanelKind): kind is LaterKind => laterKinds.some((later) => later === kind);
