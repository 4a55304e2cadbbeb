/** A screen that is set up to be read from afar shows everything a quarter larger, so that its stage holds less. */
import { createContext } from 'svelte';

/** Whether the stage around is such a one, for what has to fit on it. */
export const [getFar, setFar] = createContext<() => boolean>();

/** Rows of a list that can be read from a desk. */
export const rowsPerPage = (far: boolean): number => (far ? 5 : 7);
/** Figures in the column beside a panel's main form. */
export const figuresBeside = (far: boolean): number => (far ? 2 : 3);
/** KPIs of a scorecard in one picture. */
export const cellsPerPage = (far: boolean): number => (far ? 4 : 8);
/** Stages of a pipeline in one picture. */
export const stagesPerPage = (far: boolean): number => (far ? 4 : 8);
/** Rows of a breakdown in one picture. */
export const barsPerPage = (far: boolean): number => (far ? 5 : 10);
