/** The kiosk's script, with everything that it calls replaced by what notes the call: its clock, its browser, its screen, its server. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { givenFolder } from '../server/http/support.ts';

const script = fileURLToPath(new URL('../../.deploy/kiosk.sh', import.meta.url));

interface Kiosk {
	child: ChildProcess;
	/** What was called, a line each. */
	calls: () => string[];
	browsers: () => string[];
	screen: () => string[];
	said: () => string;
	profile: string;
	serverAnswers: (answers: boolean) => void;
	/** `2026-11-23T07:00` */
	itIs: (time: string) => void;
	browserDies: () => void;
}

interface Wanted {
	env?: Record<string, string>;
	/** Of what can turn a screen off. */
	has?: string[];
	answers?: boolean;
	at?: string;
	uid?: number;
	/** Cage starts it. */
	inCage?: boolean;
	/** Files of the profile before the start. */
	profile?: Record<string, string>;
}

function givenKiosk({ env = { WAYLAND_DISPLAY: 'wayland-0' }, has = ['wlopm'], answers = true, at = '2026-11-23T12:00', uid = 1000, inCage = false, profile: kept = {} }: Wanted = {}): Kiosk {
	const folder = givenFolder();
	const [bin, profile] = [join(folder, 'bin'), join(folder, 'profile')];
	mkdirSync(bin);
	for (const [name, content] of Object.entries(kept)) {
		mkdirSync(join(profile, name, '..'), { recursive: true });
		writeFileSync(join(profile, name), content);
	}
	const stands = (name: string, body: string): void => {
		writeFileSync(join(bin, name), `#!/bin/sh\n${body}\n`);
		chmodSync(join(bin, name), 0o755);
	};
	const noted = `echo "$(basename "$0") $*" >> ${folder}/calls`;
	// Of the machine's own only what every machine has, so that nothing here turns a real screen off.
	for (const usual of ['basename', 'cat', 'grep', 'mkdir', 'rm', 'sed', 'sh']) symlinkSync(`/bin/${usual}`, join(bin, usual));
	stands('sleep', 'exec /bin/sleep 0.02');
	stands('date', `case $1 in +%F) cat ${folder}/day ;; +%H%M) cat ${folder}/minute ;; +%u) cat ${folder}/weekday ;; esac`);
	stands('id', `echo ${uid}`);
	stands('curl', `for last; do :; done; echo "curl $last" >> ${folder}/asked; [ -e ${folder}/answers ]`);
	stands('chromium', `rm -f ${folder}/dies\necho $$ > ${folder}/browser\ntrap 'exit 0' TERM\n${noted}\nuntil [ -e ${folder}/dies ]; do /bin/sleep 0.02; done\nkill -9 $$`);
	// Asked for nothing it says how the outputs are.
	const power = `if [ $# -eq 0 ]; then cat ${folder}/power; exit; fi\n${noted}\necho "HDMI-A-1 \${1#--}" > ${folder}/power`;
	const tools: Record<string, string> = { wlopm: power, 'wlopm, refusing': `if [ $# -eq 0 ]; then echo 'HDMI-A-1 on'; exit; fi\n${noted}` };
	for (const tool of has) stands(tool.split(',')[0] ?? '', tools[tool] ?? (tool === 'wlr-randr' ? `${noted}\nif [ $# -eq 0 ]; then printf 'HDMI-A-1 "A set"\\n  Enabled: yes\\nHDMI-A-2 "Another"\\n  Enabled: yes\\n'; fi` : noted));

	const itIs = (time: string): void => {
		const moment = Temporal.PlainDateTime.from(time);
		writeFileSync(join(folder, 'day'), moment.toPlainDate().toString());
		writeFileSync(join(folder, 'minute'), time.slice(11).replace(':', ''));
		writeFileSync(join(folder, 'weekday'), String(moment.dayOfWeek));
	};
	const serverAnswers = (so: boolean): void => (so ? writeFileSync(join(folder, 'answers'), '') : rmSync(join(folder, 'answers'), { force: true }));
	itIs(at);
	serverAnswers(answers);
	stands('cage', 'trap "" TERM\n"$@" &\nwait');
	const child = spawn(inCage ? join(bin, 'cage') : '/bin/sh', inCage ? ['/bin/sh', script] : [script], { env: { PATH: bin, HOME: folder, KIOSK_PROFILE: profile, KIOSK_SETTINGS: join(folder, 'none'), ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
	let said = '';
	child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
	onTestFinished(async () => {
		if (child.exitCode !== null || child.signalCode !== null) return;
		const gone = new Promise((resolve) => child.once('exit', resolve));
		child.kill('SIGTERM');
		await gone;
	});
	const calls = (): string[] => (existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n') : []);
	return {
		child,
		calls,
		browsers: () => calls().filter((line) => line.startsWith('chromium')),
		screen: () => calls().filter((line) => !line.startsWith('chromium')),
		said: () => said,
		profile,
		serverAnswers,
		itIs,
		browserDies: () => writeFileSync(join(folder, 'dies'), ''),
	};
}

/** Long enough for what should not happen: the script looks each 20 ms here. */
const aWhile = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 600));

test('it waits for the server, and then shows the wall full screen, with nothing that asks for an answer', async () => {
	const kiosk = givenKiosk({ answers: false, env: { WAYLAND_DISPLAY: 'wayland-0', KIOSK_URL: 'https://wall.example:4000/tv?x', KIOSK_FLAGS: '--disable-gpu --force-device-scale-factor=1' } });
	await aWhile();
	expect(kiosk.browsers()).toEqual([]);
	kiosk.serverAnswers(true);
	await expect.poll(kiosk.browsers).toHaveLength(1);
	const [started = ''] = kiosk.browsers();
	for (const flag of ['--kiosk', '--no-first-run', '--noerrdialogs', '--disable-session-crashed-bubble', '--hide-crash-restore-bubble', '--password-store=basic', '--autoplay-policy=no-user-gesture-required', '--overscroll-history-navigation=0', '--disable-pinch', '--disable-features=Translate', '--ozone-platform=wayland', `--user-data-dir=${kiosk.profile}`, '--disable-gpu', '--force-device-scale-factor=1']) {
		expect(started.split(' ')).toContain(flag);
	}
	expect(started).toMatch(/ https:\/\/wall\.example:4000\/tv\?x$/);
	expect(started).not.toContain('--no-sandbox');
	const asked = readFileSync(join(kiosk.profile, '..', 'asked'), 'utf8').split('\n')[0];
	expect(asked).toBe('curl https://wall.example:4000/healthz');
});

test('a browser that is killed comes back, and finds no trace of it', async () => {
	const kiosk = givenKiosk();
	await expect.poll(kiosk.browsers).toHaveLength(1);
	const preferences = join(kiosk.profile, 'Default', 'Preferences');
	mkdirSync(join(kiosk.profile, 'Default'));
	writeFileSync(preferences, '{"a":1,"profile":{"exit_type":"Crashed","exited_cleanly":false,"name":"x"},"z":"exit_type"}');
	writeFileSync(join(kiosk.profile, 'SingletonLock'), 'another-name-123');
	kiosk.browserDies();
	await expect.poll(kiosk.browsers).toHaveLength(2);
	expect(readFileSync(preferences, 'utf8')).toBe('{"a":1,"profile":{"exit_type":"Normal","exited_cleanly":true,"name":"x"},"z":"exit_type"}');
	expect(existsSync(join(kiosk.profile, 'SingletonLock'))).toBe(false);
	await aWhile();
	expect(kiosk.browsers()).toHaveLength(2);
});

test('without the server a screen that has shown the wall before shows what it kept; once the server is there it is started anew, once', async () => {
	const kiosk = givenKiosk({ answers: false, profile: { 'was-shown': '' } });
	await expect.poll(kiosk.browsers).toHaveLength(1);
	kiosk.serverAnswers(true);
	await expect.poll(kiosk.browsers).toHaveLength(2);
	kiosk.serverAnswers(false);
	await aWhile();
	kiosk.serverAnswers(true);
	await aWhile();
	expect(kiosk.browsers()).toHaveLength(2);
});

test('once it was shown it is known to have been', async () => {
	const kiosk = givenKiosk();
	await expect.poll(() => existsSync(join(kiosk.profile, 'was-shown'))).toBe(true);
});

test('when it is ended, the browser is too', async () => {
	const kiosk = givenKiosk();
	await expect.poll(kiosk.browsers).toHaveLength(1);
	const gone = new Promise((resolve) => kiosk.child.once('exit', resolve));
	kiosk.child.kill('SIGTERM');
	expect(await gone).toBe(0);
	const browser = Number(readFileSync(join(kiosk.profile, '..', 'browser'), 'utf8'));
	expect(() => process.kill(browser, 0)).toThrow('ESRCH');
});

test('when cage is gone that showed it, it is gone too, with its browser', async () => {
	const kiosk = givenKiosk({ inCage: true });
	await expect.poll(kiosk.browsers).toHaveLength(1);
	const browser = Number(readFileSync(join(kiosk.profile, '..', 'browser'), 'utf8'));
	kiosk.child.kill('SIGKILL');
	await expect.poll(() => thrown(() => process.kill(browser, 0))).toMatch('ESRCH');
	await aWhile();
	expect(kiosk.browsers()).toHaveLength(1);
});

const thrown = (work: () => unknown): string => {
	try {
		work();
	} catch (error) {
		return String(error);
	}
	return '';
};

describe('the hours of the screen', () => {
	const wayland = { WAYLAND_DISPLAY: 'wayland-0' };
	const day = { ...wayland, KIOSK_ON: '07:00', KIOSK_OFF: '19:00' };
	const night = { ...wayland, KIOSK_ON: '18:30', KIOSK_OFF: '02:00', KIOSK_DAYS: '15' };

	// 23 November 2026 is a Monday.
	test.each([
		['in the day', day, '2026-11-23T12:00', 'on'],
		['at the first minute', day, '2026-11-23T07:00', 'on'],
		['a minute before', day, '2026-11-23T06:59', 'off'],
		['at the last', day, '2026-11-23T18:59', 'on'],
		['when it ends', day, '2026-11-23T19:00', 'off'],
		['at midnight', day, '2026-11-23T00:00', 'off'],
		['at eight and nine, which are no octal numbers', { ...wayland, KIOSK_ON: '08:00', KIOSK_OFF: '09:00' }, '2026-11-23T08:09', 'on'],
		['on a Saturday of a working week', { ...day, KIOSK_DAYS: '12345' }, '2026-11-28T12:00', 'off'],
		['on a Friday of one', { ...day, KIOSK_DAYS: '12345' }, '2026-11-27T12:00', 'on'],
		['in the evening of a day that is one', night, '2026-11-23T23:00', 'on'],
		['after its midnight', night, '2026-11-24T01:59', 'on'],
		['when that night ends', night, '2026-11-24T02:00', 'off'],
		['in the evening after', night, '2026-11-24T23:00', 'off'],
		['after midnight of a Sunday, which is none', night, '2026-11-23T01:00', 'off'],
		['after midnight of a Friday, which is one', night, '2026-11-28T01:00', 'on'],
	])('%s', async (_when, env, at, expected) => {
		const kiosk = givenKiosk({ env, at });
		await expect.poll(kiosk.browsers).toHaveLength(1);
		expect(kiosk.screen()).toEqual([`wlopm --${expected} *`]);
	});

	test('it goes off and on as the hours come, each once, and the browser stays', async () => {
		const kiosk = givenKiosk({ env: day });
		for (const [time, calls] of [['2026-11-23T12:00', 1], ['2026-11-23T19:00', 2], ['2026-11-24T06:59', 2], ['2026-11-24T07:00', 3]] as const) {
			kiosk.itIs(time);
			await expect.poll(kiosk.screen).toHaveLength(calls);
			await aWhile();
			expect(kiosk.screen()).toHaveLength(calls);
		}
		expect(kiosk.screen()).toEqual(['wlopm --on *', 'wlopm --off *', 'wlopm --on *']);
		expect(kiosk.browsers()).toHaveLength(1);
	});

	test.each([
		['on Wayland each output', { env: wayland, has: ['wlr-randr'] }, ['wlr-randr ', 'wlr-randr --output HDMI-A-1 --off', 'wlr-randr --output HDMI-A-2 --off']],
		['on Wayland where its power is refused without a word', { env: wayland, has: ['wlopm, refusing', 'wlr-randr'] }, ['wlopm --off *', 'wlr-randr ', 'wlr-randr --output HDMI-A-1 --off', 'wlr-randr --output HDMI-A-2 --off']],
		['on X11 by its power saving, which does nothing by itself', { env: { DISPLAY: ':0' }, has: ['xset'] }, ['xset s off s noblank', 'xset -dpms', 'xset +dpms dpms 0 0 0', 'xset dpms force off']],
		['by the firmware of an old Raspberry Pi', { env: {}, has: ['vcgencmd'] }, ['vcgencmd display_power 0']],
		['by nothing, which is said', { env: wayland, has: [] }, []],
	])('%s', async (_what, { env, has }, expected) => {
		const kiosk = givenKiosk({ env: { ...day, WAYLAND_DISPLAY: '', ...env }, has, at: '2026-11-23T22:00' });
		await expect.poll(kiosk.browsers).toHaveLength(1);
		expect(kiosk.screen()).toEqual(expected);
		await expect.poll(() => kiosk.said().includes('nothing here can turn the screen off')).toBe(has.length === 0);
		expect(kiosk.browsers()[0]).toContain(env === wayland ? '--ozone-platform=wayland' : '--ozone-platform=x11');
	});

	test.each(['7:00', '24:00', '07:60', '07.00', 'seven'])('%s is no time: it is said, and the screen stays on', async (slip) => {
		const kiosk = givenKiosk({ env: { ...day, KIOSK_ON: slip }, at: '2026-11-23T22:00' });
		await expect.poll(kiosk.browsers).toHaveLength(1);
		expect(kiosk.screen()).toEqual([]);
		expect(kiosk.said()).toContain(`KIOSK_ON=${slip} is no time`);
	});

	test('without hours the screen is left alone', async () => {
		const kiosk = givenKiosk({ at: '2026-11-23T03:00' });
		await expect.poll(kiosk.browsers).toHaveLength(1);
		await aWhile();
		expect(kiosk.screen()).toEqual([]);
	});
});

test('it starts the browser anew each day at the time that it is told, and not on the day it began after that', async () => {
	const kiosk = givenKiosk({ env: { WAYLAND_DISPLAY: 'wayland-0', KIOSK_RESTART: '04:30' }, at: '2026-11-23T12:00' });
	await expect.poll(kiosk.browsers).toHaveLength(1);
	for (const [time, starts] of [['2026-11-23T23:00', 1], ['2026-11-24T04:29', 1], ['2026-11-24T04:30', 2], ['2026-11-24T09:00', 2], ['2026-11-25T05:00', 3]] as const) {
		kiosk.itIs(time);
		await expect.poll(kiosk.browsers).toHaveLength(starts);
		await aWhile();
		expect(kiosk.browsers()).toHaveLength(starts);
	}
});

test('it does not run as root', async () => {
	const kiosk = givenKiosk({ uid: 0 });
	expect(await new Promise((resolve) => kiosk.child.once('exit', resolve))).toBe(1);
	expect(kiosk.said()).toContain('start this as the user of the screen');
});

test('settings come from the file of the machine as well', async () => {
	const settings = join(givenFolder(), 'kiosk.env');
	writeFileSync(settings, '# the wall\nKIOSK_URL=http://box:4000/\nKIOSK_FLAGS="--disable-gpu --x"\n');
	const kiosk = givenKiosk({ env: { WAYLAND_DISPLAY: 'wayland-0', KIOSK_SETTINGS: settings } });
	await expect.poll(kiosk.browsers).toHaveLength(1);
	expect(kiosk.browsers()[0]).toMatch(/ --disable-gpu --x http:\/\/box:4000\/$/);
});

test('each setting in the example of the settings is one that the script reads', () => {
	const named = [...readFileSync(join(script, '..', 'kiosk.env'), 'utf8').matchAll(/^#?(KIOSK_[A-Z]+)=/gm)].map(([, name = '']) => name);
	expect(named).toContain('KIOSK_URL');
	expect(named.filter((name) => !readFileSync(script, 'utf8').includes(`\${${name}:-`))).toEqual([]);
});

test('it is a script for any shell, and shellcheck has nothing to say of it', ({ skip }) => {
	expect(spawnSync('sh', ['-n', script], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
	if (spawnSync('shellcheck', ['--version']).status !== 0) skip('There is no shellcheck on this machine.');
	expect(spawnSync('shellcheck', [script], { encoding: 'utf8' })).toMatchObject({ status: 0, stdout: '' });
});
