/** The tables, and the one door that writes to them. */
import { identityWords } from '../shared/words/identities.ts';
import { languageOf, wordsIn } from '../shared/words/language.ts';
import type { Clock } from './clock.ts';
import { createCarried } from './backup/carried.ts';
import { restoreHandlers } from './backup/restored.ts';
import type { Db } from './db/open.ts';
import { createErasure } from './facts/erasure.ts';
import { createFacts } from './facts/facts.ts';
import { createImports } from './facts/imports.ts';
import { createSources } from './facts/source-reports.ts';
import { createAccessNotes } from './floor/access-notes.ts';
import { createAccounts } from './floor/accounts.ts';
import { createApiKeys } from './floor/api-keys.ts';
import { createAudit } from './floor/audit.ts';
import { createBoards } from './floor/boards.ts';
import { createCelebrationRules } from './floor/celebration-rules.ts';
import { createErasedKeys } from './floor/erased-keys.ts';
import { createFeeds } from './floor/feeds.ts';
import { createIdentities } from './floor/identities.ts';
import { createInvitations } from './floor/invitations.ts';
import { createMessages } from './floor/messages.ts';
import { createPeople } from './floor/people.ts';
import { createPhotos } from './floor/photos.ts';
import { createScreens } from './floor/screens.ts';
import { createSettings } from './floor/settings.ts';
import { createTargetLocks } from './floor/target-locks.ts';
import { createTargets } from './floor/targets.ts';
import { createJournal } from './journal/journal.ts';
import { createActions } from './review/actions.ts';
import { createAgenda } from './review/agenda.ts';
import { createCloses } from './review/closes.ts';
import { createLinks } from './review/links.ts';

export type Stores = ReturnType<typeof createStores>;

/** `meetingOn`: what a meeting has put on a screen, null for none. */
export function createStores(db: Db, clock: Clock, meetingOn: Parameters<typeof createScreens>[4]) {
	const settings = createSettings(db, () => people.changes());
	const photos = createPhotos(db);
	const erased = createErasedKeys(db);
	const people = createPeople(db, photos, erased, () => wordsIn(identityWords, languageOf(settings.current()?.locale ?? 'en')).formerColleague);
	const identities = createIdentities(db, { people, photos });
	const erasure = createErasure(db, { people, photos, erased, settings });
	const targets = createTargets(db);
	const targetLocks = createTargetLocks(db);
	const feeds = createFeeds(db);
	const sources = createSources(db, feeds.polled);
	const accounts = createAccounts(db, clock);
	const apiKeys = createApiKeys(db, clock, () => settings.calendar().dayOf(clock.now()));
	const invitations = createInvitations(db, accounts);
	const accessNotes = createAccessNotes(db, clock);
	const messages = createMessages(db, settings);
	const screens = createScreens(db, clock, settings, messages.messagesFor, meetingOn);
	const boards = createBoards(db);
	const imports = createImports(db);
	const facts = createFacts(db, { settings, people, sources, imports, feeds });
	const celebrationRules = createCelebrationRules(db);
	const agenda = createAgenda(db);
	const closes = createCloses(db);
	const actions = createActions(db);
	const links = createLinks(db);
	const carried = createCarried(db);
	const handlers = {
		...settings.handlers,
		...people.handlers,
		...identities.handlers,
		...erasure.handlers,
		...targets.handlers,
		...targetLocks.handlers,
		...facts.handlers,
		...accounts.handlers,
		...apiKeys.handlers,
		...invitations.handlers,
		...screens.handlers,
		...boards.handlers,
		...messages.handlers,
		...celebrationRules.handlers,
		...imports.handlers,
		...feeds.handlers,
		...agenda.handlers,
		...closes.handlers,
		...actions.handlers,
		...links.handlers,
		...restoreHandlers,
	};
	const journal = createJournal(db, handlers);
	const audit = createAudit({ journal, notes: accessNotes, kinds: Object.keys(handlers) });
	journal.onApplied(audit.afterEntry);
	journal.onApplied(accounts.afterEntry);

	return { settings, photos, erased, people, identities, erasure, targets, targetLocks, sources, accounts, apiKeys, invitations, accessNotes, audit, messages, screens, boards, imports, feeds, facts, celebrationRules, agenda, closes, actions, links, carried, journal };
}
