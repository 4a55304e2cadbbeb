/** Calls as a script makes them, for the documentation. A test makes each of them. */
export const exampleQueries: Record<string, string> = {
	'/api/v1/explain': 'metric=sales&scope=team:West&period=2026-11&by=person',
	'/api/v1/wall': 'asOf=2026-10-31',
};

export const examplePush = {
	source: 'crm',
	people: [{ email: 'ana@x.example', name: 'Ana Lind', team: 'West', role: 'ae', start: '2025-03-01' }],
	deals: [{ external_id: 'D-1', name: '50 seats', owner: 'ana@x.example', status: 'won', amount: '12500.00', currency: 'EUR', created: '2026-10-01', closed: '2026-11-23T10:41:00+01:00' }],
	activities: [{ external_id: 'C-9', kind: 'call', direction: 'outbound', outcome: 'connected', owner: 'ana@x.example', at: '2026-11-23T09:12:00Z', seconds: 184 }],
	deleted: [{ entity: 'activities', external_id: 'C-7' }],
	targets: [{ metric: 'sales', scope: 'team:West', period: '2026-11', value: '250000' }],
};
