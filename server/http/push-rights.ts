/** What a key's push may be. */
import { InputError } from '../errors.ts';
import type { UnderstoodPush } from '../facts/push.ts';
import type { KeyRights } from './caller.ts';

/**
 * Rows are known by their source and their id there: a key that is kept to a source cannot touch the rows of another.
 * @throws InputError 403; nothing of the push is kept.
 */
export function demandPush({ source, scopes }: KeyRights, { batch, targets, rejected }: UnderstoodPush): void {
	const refuse = (message: string, field: string): never => {
		throw new InputError(message, { status: 403, code: 'forbidden', field });
	};
	if (source !== null && batch.source !== source) refuse(`This key may push as the source "${source}" only.`, 'source');
	const setsTargets = targets.length > 0 || rejected.some(({ entity }) => entity === 'targets');
	const hasRows = Object.values(batch).some((rows) => Array.isArray(rows) && rows.length > 0) || rejected.some(({ entity }) => entity !== 'targets');
	if (setsTargets && !scopes.includes('targets')) refuse('This key may not set targets; nothing of this push was kept.', 'targets');
	// A push of a source's name alone says that it has nothing new.
	if ((hasRows || !setsTargets) && !scopes.includes('ingest')) refuse('This key may push targets only; nothing of this push was kept.', 'body');
}
