/** What the System tab consists of, in order, and which accounts are shown it; the address names the one on show: #system/<id>. */
import type { Component } from 'svelte';
import type { AccountRole } from '../../shared/account-roles.ts';
import type { SystemWords } from '../../shared/words/system.ts';
import AccountsView from './AccountsView.svelte';
import type { App } from './app.svelte.ts';
import BackupsView from './BackupsView.svelte';
import HealthView from './HealthView.svelte';
import KeysView from './KeysView.svelte';
import RetentionView from './RetentionView.svelte';

export interface SystemSection {
	id: string;
	label: Exclude<keyof SystemWords, 'tab' | 'sections'>;
	view: Component<{ app: App }>;
	roles: readonly AccountRole[];
}

const sections: readonly SystemSection[] = [
	{ id: 'health', label: 'health', view: HealthView, roles: ['admin', 'ops', 'viewer'] },
	{ id: 'accounts', label: 'accounts', view: AccountsView, roles: ['admin'] },
	{ id: 'keys', label: 'keys', view: KeysView, roles: ['admin'] },
	{ id: 'backups', label: 'backups', view: BackupsView, roles: ['admin'] },
	{ id: 'retention', label: 'retention', view: RetentionView, roles: ['admin', 'ops', 'viewer'] },
];

export const sectionsFor = (role: AccountRole | undefined): SystemSection[] => sections.filter(({ roles }) => role !== undefined && roles.includes(role));
