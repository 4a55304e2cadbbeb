/** What an account may do. `manager`: the review and its remote only. `viewer`: looks at everything and changes nothing. */
export const accountRoles = ['admin', 'ops', 'manager', 'viewer'] as const;
export type AccountRole = (typeof accountRoles)[number];
