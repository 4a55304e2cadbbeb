/**
 * `npm run reset-password -- <account>`: for whoever can read the server's folder when nobody who could make a reset link can sign in any
 * more. With the server stopped, makes such a link and prints it. As main.ts for the server, it alone reads arguments and environment, and exits.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { addressesOf } from './addresses.ts';
import { systemClock } from './clock.ts';
import { databaseFiles, readConfig, type Config } from './config.ts';
import { holdFolder, openDatabase } from './db/open.ts';
import { ConfigError, diskProblem, InputError } from './errors.ts';
import { plainAccountName } from './floor/accounts.ts';
import { resetMs } from './floor/invitations.ts';
import { hashToken, newToken } from './floor/tokens.ts';
import { createStores } from './stores.ts';

const usage = 'npm run reset-password -- <account>, with the server stopped and with its DATA_DIR';
const print = (line: string): void => void process.stdout.write(`${line}\n`);

function makeLink(file: string, wished: string): string {
	const db = openDatabase(file);
	try {
		const { accounts, journal } = createStores(db, systemClock, () => null);
		const list = accounts.list();
		const account = list.find(({ name }) => name === plainAccountName(wished));
		const administrators = list.filter(({ role }) => role === 'admin').map(({ name }) => name);
		if (!account) throw new ConfigError(administrators.length === 0 ? 'There are no accounts yet. Start the server, and set it up with the code that it prints.' : `There is no account ${wished}. Administrators: ${administrators.join(', ')}.`);
		const token = newToken();
		const at = systemClock.now();
		journal.apply('reset link made', { account: account.id, tokenHash: hashToken(token), expiresAt: at + resetMs }, { at, author: 'command' });
		return token;
	} finally {
		db.close();
	}
}

function run(config: Config, wished: string): void {
	const file = join(config.dataDir, databaseFiles[config.demo === 'on' ? 'demo' : 'real']);
	if (!existsSync(file)) throw new ConfigError(`DATA_DIR: there is no ${file}. Usage: ${usage}`);
	const release = holdFolder(config.dataDir);
	try {
		const token = makeLink(file, wished);
		print('Start the server, and open one of these within 24 hours to choose a new password. It works once:');
		for (const address of addressesOf(config.host, config.port, config.tls && { hosts: [] })) print(`  ${address}/admin#reset=${token}`);
	} finally {
		release();
	}
}

try {
	process.umask(0o077);
	const [wished, ...others] = process.argv.slice(2);
	if (wished === undefined || others.length > 0) throw new ConfigError(`Usage: ${usage}`);
	run(readConfig(process.env), wished);
} catch (error) {
	const isKnown = error instanceof ConfigError || error instanceof InputError;
	process.stderr.write(`${isKnown ? error.message : (diskProblem(error, process.env['DATA_DIR'] ?? 'data') ?? String(error))}\n`);
	process.exitCode = 1;
}
