/** What the roles are called. */
import type { Catalogue, Translation } from './language.ts';

const en = {
	sdr: 'Sales development representative',
	sdrm: 'SDR manager',
	ae: 'Account executive',
	am: 'Account manager',
	lead: 'Sales leader',
	enb: 'Enablement',
	mgmt: 'Management and operations',
} as const;

const sv: Translation<typeof en> = {
	sdr: 'Mötesbokare (SDR)',
	sdrm: 'SDR-chef',
	ae: 'Säljare (AE)',
	am: 'Kundansvarig (AM)',
	lead: 'Försäljningschef',
	enb: 'Säljstöd',
	mgmt: 'Ledning och drift',
};

export const roleWords: Catalogue<typeof en> = { en, sv };
