/** Places that were filled, by the day of that; of the team that they name. */
import type { RowSet } from '../row-sets.ts';

const filled = (adds: string): string => `SELECT source, external_id, filled_day AS day, NULL AS at_, '' AS owner_key, ${adds} AS adds, team FROM position WHERE counts = 1 AND filled_day BETWEEN @from AND @to AND filled_day >= opened_day`;
const positions = { entity: 'positions', reads: ['positions'], taken: 'period', teams: 'named', columns: [], daily: true } as const;

export const positionRows = {
	positions_filled: { ...positions, unit: 'count', rows: filled('1') },
	days_to_fill: { ...positions, unit: 'days', rows: filled('CAST(julianday(filled_day) - julianday(opened_day) AS INTEGER)') },
} as const satisfies Record<string, RowSet>;
