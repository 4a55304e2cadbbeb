/** Joins what ops do about whom keys mean: identities, doubles, the unassigned, and erasing. */
import { randomBytes } from 'node:crypto';
import type { Erased, ErasePreview } from '../../shared/identities-api.ts';
import type { Db } from '../db/open.ts';
import { InputError, isDiskFull } from '../errors.ts';
import type { Erasure, ErasureHandlers } from '../facts/erasure.ts';
import { createKeyFacts } from '../facts/key-facts.ts';
import type { ErasedKeys } from '../floor/erased-keys.ts';
import type { Identities, IdentityHandlers } from '../floor/identities.ts';
import type { People } from '../floor/people.ts';
import type { FloorSettings } from '../floor/settings.ts';
import type { Targets } from '../floor/targets.ts';
import type { EntryHead, Journal } from '../journal/journal.ts';
import type { Log } from '../log.ts';
import { createIdentityDesk, type IdentityDesk } from './identity-desk.ts';
import type { Metrics } from './metrics.ts';
import { createUnassignedDesk, type UnassignedDesk } from './unassigned.ts';

export interface Identifying {
	identities: IdentityDesk;
	unassigned: UnassignedDesk;
	erasePreview: (id: number) => ErasePreview;
	/** `typed`: the name, to be sure. @throws InputError 400, 404 */
	erase: (id: number, typed: string, head: EntryHead) => Erased;
	/** Goes on where an earlier run could not. */
	sweep: () => boolean;
}

export interface IdentifyingStages {
	people: People;
	identities: Identities;
	erasure: Erasure;
	erased: ErasedKeys;
	targets: Targets;
	metrics: Metrics;
	settings: FloorSettings;
	journal: Journal<IdentityHandlers & ErasureHandlers>;
	log: Log;
	behind: () => Promise<unknown>;
	/** Uploaded files that are not in the facts yet: the name may be in any. */
	dropFiles: () => void;
	now: () => number;
}

export function createIdentifying(db: Db, stages: IdentifyingStages): Identifying {
	const { people, identities, erasure, erased, targets, metrics, settings, journal, log, behind, dropFiles, now } = stages;
	const keyFacts = createKeyFacts(db);
	const sources = db.prepare<[], string>('SELECT name FROM source ORDER BY name').pluck();
	const mergedIn = db.prepare<[number], string>('SELECT name FROM person WHERE merged_into = ? AND id <> merged_into ORDER BY name').pluck();
	const desk = createIdentityDesk({ people, identities, keyFacts, targets, roster: metrics.roster, journal, sources: () => sources.all(), today: () => settings.calendar().dayOf(now()) });

	const sweep = (): boolean => {
		try {
			erasure.sweep();
			return true;
		} catch (error) {
			if (!isDiskFull(error)) throw error;
			log.error({ err: error }, 'no room to clear what is left of somebody who was erased; the next start tries again');
			return false;
		}
	};

	return {
		identities: desk,
		unassigned: createUnassignedDesk(db, { people, identities, keyFacts, roster: metrics.roster, settings, numbers: metrics.numbers, journal, behind, now }),
		erasePreview: (id) => {
			const { name, photo } = desk.person(id);
			return { name, keys: identities.keysOf(id).map(({ key }) => key), facts: desk.factsOf(id), targets: desk.targetsOf(id), teams: desk.teamsOf(id), photo: photo !== null, merged: mergedIn.all(id) };
		},
		erase: (id, typed, head) => {
			const { name } = desk.person(id);
			if (typed.trim() !== name.trim()) throw new InputError('This is not the name.', { field: 'name', code: 'wrong_name' });
			journal.apply('person erased', { person: id, salt: erased.salt() ?? randomBytes(16).toString('base64url') }, head);
			dropFiles();
			return { person: id, isSwept: sweep() };
		},
		sweep,
	};
}
