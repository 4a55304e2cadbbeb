import { onAt, type ScreenSetup } from '../../../shared/screen.ts';

/** Whether the screen is on by its hours. What is not known is on: a wall is dark only when somebody has said so. */
export const isOn = (on: ScreenSetup['on'], serverNow: number | null): boolean => serverNow === null || onAt(on, serverNow).isOn;
