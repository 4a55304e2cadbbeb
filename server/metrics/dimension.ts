/** By what a figure can be told apart: by whose it is, by time, and by what its facts say (M11). */
import type { FactColumn } from '../rollups/read.ts';

export type TimeDimension = 'day' | 'week' | 'month' | 'quarter' | 'year';
export type Dimension = 'person' | 'team' | TimeDimension | FactColumn;
export const timeDimensions: readonly TimeDimension[] = ['day', 'week', 'month', 'quarter', 'year'];

export const timeDimensionOf = (dimension: Dimension): TimeDimension | undefined => timeDimensions.find((kind) => kind === dimension);
