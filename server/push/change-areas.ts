/** Which pages a kind of entry concerns. What has a log of changes says so itself; here stand the others. */
import type { LiveArea } from '../../shared/live-api.ts';

const others: [RegExp, LiveArea][] = [
	[/^targets? /, 'targets'],
	[/^(fact|correction)s? /, 'facts'],
	[/^(person|people|identity|team|photo) /, 'people'],
	[/^(import|mapping|feed)s? /, 'imports'],
	[/^(calendar|week|holidays|leave) /, 'calendar'],
	[/^(settings|workspace) /, 'settings'],
];

/** Null for what the pages need not know: accounts, screens, boards, messages. */
export const areaOf = (kind: string, logged: (kind: string) => LiveArea | null): LiveArea | null => logged(kind) ?? others.find(([pattern]) => pattern.test(kind))?.[1] ?? null;
