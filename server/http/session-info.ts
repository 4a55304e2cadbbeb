import type { SessionInfo } from '../../shared/api.ts';
import { languageOf } from '../../shared/words/language.ts';
import type { Wall } from '../wall.ts';
import type { AppContext } from './context.ts';

/** What set-up proposes when there is no workspace of one's own yet. */
const proposal = ({ config, clock }: AppContext): NonNullable<SessionInfo['workspace']> => {
	const today = Temporal.Instant.fromEpochMilliseconds(clock.now()).toZonedDateTimeISO(config.timeZone).toPlainDate().toString();
	return { name: '', currency: config.currency, timeZone: config.timeZone, locale: config.locale, language: languageOf(config.locale), today, month: today.slice(0, 7) };
};

/** Of the workspace the signed-out are told nothing but, while set-up is open, what it proposes. */
export function sessionInfo(wall: Wall, account: SessionInfo['account'], isSetupOpen: boolean, context: AppContext): SessionInfo {
	const { demo } = wall.options;
	const setupNeeded = isSetupOpen && !wall.accounts.hasAdministrator();
	const startsAnew = demo && context.config.demo === 'auto';
	const proposed = startsAnew ? proposal(context) : (wall.workspace() ?? proposal(context));
	return { setupNeeded, demo, account: account && { name: account.name, role: account.role }, workspace: account ? wall.workspace() : setupNeeded ? proposed : null };
}
