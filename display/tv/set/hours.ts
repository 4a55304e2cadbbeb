import type { ScreenSetup } from '../../../shared/screen.ts';

/** Whether the screen is on by its hours. What is not known is on: a wall is dark only when somebody has said so. */
export function isOn(on: ScreenSetup['on'], serverNow: number | null): boolean {
	if (on === null || serverNow === null) return true;
	const coming = on.find(([, to]) => serverNow < to);
	return coming === undefined || serverNow >= coming[0];
}
