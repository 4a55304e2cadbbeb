/** The units of systemd, looked at by systemd itself where it is, and held to what `npm start` does. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type TestContext } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { givenFolder } from '../server/http/support.ts';
import { startArgs } from '../support/process.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (name: string): string => readFileSync(join(root, '.deploy', name), 'utf8');

/** What a unit says, by key; what is said several times is a list. */
const settingsOf = (unit: string): Map<string, string[]> => {
	const settings = new Map<string, string[]>();
	for (const [, key = '', value = ''] of unit.matchAll(/^(\w+)=(.*)$/gm)) settings.set(key, [...(settings.get(key) ?? []), value]);
	return settings;
};
const service = settingsOf(read('floorcast.service'));
const one = (key: string): string | undefined => service.get(key)?.join(' ');

const analyze = ({ skip }: TestContext, ...args: string[]): { status: number | null; said: string } => {
	const { status, stdout, stderr, error } = spawnSync('systemd-analyze', args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
	if (error) skip('There is no systemd-analyze on this machine.');
	return { status, said: `${stdout}${stderr}` };
};

/** The unit as it would be if the product lay here. */
const hereabouts = (name: string, from: string): string => {
	const path = join(givenFolder(), name);
	writeFileSync(path, read(name).replaceAll(from, root.replace(/\/$/, '')));
	return path;
};

test('[check 40] the service is a user of its own, who can do nothing but read the product, write its data and talk to the network', () => {
	expect([one('User'), one('Group'), one('UMask'), one('StateDirectoryMode'), one('CapabilityBoundingSet'), one('AmbientCapabilities')]).toEqual(['floorcast', 'floorcast', '0077', '0700', '', '']);
	for (const key of ['NoNewPrivileges', 'PrivateTmp', 'PrivateDevices', 'PrivateUsers', 'ProtectHome', 'ProtectClock', 'ProtectHostname', 'ProtectControlGroups', 'ProtectKernelLogs', 'ProtectKernelModules', 'ProtectKernelTunables', 'RestrictNamespaces', 'RestrictRealtime', 'RestrictSUIDSGID', 'LockPersonality', 'RemoveIPC']) {
		expect([key, one(key)]).toEqual([key, 'yes']);
	}
	expect([one('ProtectSystem'), one('SystemCallFilter'), one('SystemCallArchitectures')]).toEqual(['strict', '@system-service ~@privileged @resources', 'native']);
	// JavaScript is compiled while it runs.
	expect(one('MemoryDenyWriteExecute')).toBe('no');
	expect(one('ReadWritePaths')).toBeUndefined();
});

test('[R20] the service is started again a second after it ended, however often, and stops in time', () => {
	expect([one('Restart'), one('RestartSec'), one('StartLimitIntervalSec'), one('TimeoutStopSec')]).toEqual(['always', '1', '0', '10']);
	expect(one('MemoryMax')).toBe('75%');
});

test('the service starts Node as npm start does, and keeps its data where it may', () => {
	expect(one('ExecStart')).toBe(`/opt/floorcast/node_modules/node/bin/node ${startArgs.join(' ')}`);
	expect(service.get('Environment')).toEqual(['DATA_DIR=/var/lib/floorcast', 'NODE_COMPILE_CACHE=/var/cache/floorcast']);
	expect([one('StateDirectory'), one('CacheDirectory'), one('WorkingDirectory')]).toEqual(['floorcast', 'floorcast', '/opt/floorcast']);
});

test('each setting in the example of the environment is one that the server knows', () => {
	const named = [...read('floorcast.env').matchAll(/^#?([A-Z_]+)=/gm)].map(([, name = '']) => name);
	expect(named.length).toBeGreaterThan(5);
	// Of a name that it knows it says what it expects.
	const bad = Object.fromEntries(named.filter((name) => !name.startsWith('TLS_')).map((name) => [name, ' \u0000 ']));
	const error = String(thrown(() => readConfig({ ...bad, TLS_CERT: '/x' })));
	for (const name of [...Object.keys(bad), 'TLS_KEY']) expect(error).toContain(`${name}: expected`);
});

const thrown = (work: () => unknown): unknown => {
	try {
		work();
	} catch (error) {
		return error;
	}
	throw new Error('nothing was thrown');
};

test('[check 40] systemd understands each line of the service, and finds it exposed by 1.5 of 10 at most', (context) => {
	const unit = hereabouts('floorcast.service', '/opt/floorcast');
	expect(analyze(context, 'verify', '--man=no', unit)).toEqual({ status: 0, said: '' });
	const { said } = analyze(context, 'security', '--offline=true', '--no-pager', unit);
	const exposure = Number(/Overall exposure level for floorcast\.service: ([\d.]+)/.exec(said)?.[1]);
	expect(exposure).toBeGreaterThan(0);
	expect(exposure).toBeLessThanOrEqual(1.5);
});

test('for a port below 1024 it gets that one right, and nothing else is said', () => {
	const port = settingsOf(read('low-port.conf'));
	expect(Object.fromEntries(port)).toEqual({ CapabilityBoundingSet: ['CAP_NET_BIND_SERVICE'], AmbientCapabilities: ['CAP_NET_BIND_SERVICE'], PrivateUsers: ['no'] });
});

test('systemd understands the unit of the kiosk', (context) => {
	const path = join(givenFolder(), 'kiosk.service');
	// Its compositor is installed with it.
	writeFileSync(path, read('kiosk.service').replace('/usr/bin/cage', '/bin/sh'));
	expect(analyze(context, 'verify', '--man=no', path)).toEqual({ status: 0, said: '' });
});
