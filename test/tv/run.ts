/**
 * `npm run test:tv`: fetches the engines of televisions that are missing and tests the display on them. `--all`: on more
 * of them. `--pictures`: writes what they paint instead of testing, of the gallery's pictures that are named, else of
 * one of each kind.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { chosenEngines, tooOld } from './engines.ts';
import { fetchEngines } from './fetch.ts';
import { takePictures } from './pictures.ts';

const { values, positionals } = parseArgs({ options: { all: { type: 'boolean' }, pictures: { type: 'boolean' } }, allowPositionals: true });
if (values.all) process.env['TV_ENGINES'] = 'all';
await fetchEngines([...chosenEngines(), tooOld]);
if (values.pictures) {
	await takePictures(positionals);
} else {
	const tests = spawn('vitest', ['run', 'test/tv', ...positionals], { stdio: 'inherit' });
	const [code] = await once(tests, 'exit');
	process.exitCode = code === 0 ? 0 : 1;
}
