/** Old browsers as televisions run them: headless builds of Chromium that npm packages carry inside. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Engine {
	/** The package that carries it. */
	spec: string;
	/** What it says it is. */
	chromium: string;
	/** The televisions that run it, or one close to it. */
	on: string;
	/** Whether every run of the tests is about it, too. */
	always: boolean;
}

export const engines: readonly Engine[] = [
	{ chromium: '68.0.3419', spec: 'chrome-aws-lambda@1.4.0', on: 'LG 2020', always: true },
	{ chromium: '76.0.3803', spec: 'chrome-aws-lambda@1.17.1', on: 'Samsung 2021', always: false },
	{ chromium: '79.0.3945', spec: 'chrome-aws-lambda@2.0.2', on: 'LG 2021', always: false },
	{ chromium: '85.0.4182', spec: 'chrome-aws-lambda@5.2.1', on: 'Samsung 2022', always: true },
	{ chromium: '87.0.4272', spec: 'chrome-aws-lambda@5.4.0', on: 'LG 2022', always: false },
	{ chromium: '92.0.4512', spec: 'chrome-aws-lambda@10.1.0', on: 'near Samsung and LG 2023', always: false },
	{ chromium: '108.0.5351', spec: '@sparticuz/chromium@108.0.3', on: 'Samsung and LG 2024', always: false },
	{ chromium: '130.0.6723', spec: '@sparticuz/chromium@130.0.0', on: 'Samsung 2026', always: true },
];

/** It cannot run the display. */
export const tooOld: Engine = { chromium: '64.0.3264', spec: 'chrome-aws-lambda@64.0.3264', on: 'sets before 2020', always: true };

export const versionOf = ({ chromium }: Engine): string => chromium.split('.')[0] ?? '';

/** Those that this run is about; `npm run test:tv -- --all` sets the variable. */
export const chosenEngines = (): Engine[] => engines.filter(({ always }) => always || process.env['TV_ENGINES'] === 'all');

const cache = fileURLToPath(new URL('../../.build/engines', import.meta.url));
export const folderOf = (engine: Engine): string => join(cache, versionOf(engine));
export const programOf = (engine: Engine): string => join(folderOf(engine), 'headless_shell');

/** The builds are for Linux on x64. */
export const canRun = process.platform === 'linux' && process.arch === 'x64';
export const isHere = (engine: Engine): boolean => canRun && existsSync(programOf(engine));
