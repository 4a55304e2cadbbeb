/** The roles of the catalogue of metrics. A source may give others, which stay as they are. */
export const roles = ['sdr', 'sdrm', 'ae', 'am', 'lead', 'enb', 'mgmt'] as const;
export type Role = (typeof roles)[number];

/** However a source writes it; null: one that we do not know, or none. */
export const roleOf = (text: string | null): Role | null => roles.find((role) => role === text?.trim().toLowerCase()) ?? null;
