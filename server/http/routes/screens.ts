/** Pairing a screen, the list of those that are, and how each is set up. */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { PairingStarted, Reached, ScreenList, ScreenRow, ScreenState } from '../../../shared/api.ts';
import { onAt, overscans, privacies, themes, type ChosenSetup } from '../../../shared/screen.ts';
import { isoText } from '../../clock.ts';
import { InputError } from '../../errors.ts';
import { areApart, notApart, proposedHours, timesShape } from '../../floor/screen-hours.ts';
import { screenName, screenPlace, type PairedScreen } from '../../floor/screens.ts';
import { readPeer } from '../../push/peer.ts';
import type { AppContext } from '../context.ts';
import { pairingsPerAddress } from '../limits.ts';
import { qrOf } from '../qr.ts';
import { authorOf, idIn, nothing, yesOrNo, route, type Call, type Route } from '../route.ts';

const claimRequest = z.object({ deviceCode: z.string({ message: 'expected text' }).max(200) });
const someText = z.string({ message: 'expected text' }).max(200);
const board = z.string({ message: 'expected the id of a board' }).min(1).max(60);
const privacy = z.enum(privacies, { message: `expected ${privacies.join(' or ')}` });
const approveRequest = z.object({
	code: z.string({ message: 'expected text' }).max(50),
	name: someText,
	place: someText.exactOptional(),
	board: board.exactOptional(),
	privacy: privacy.exactOptional(),
});
const renameRequest = z
	.object({ name: someText.exactOptional(), place: someText.exactOptional() })
	.refine(({ name, place }) => name !== undefined || place !== undefined, { message: 'expected name, place or both' });
const hours = z
	.object({ ...timesShape, offOnHolidays: yesOrNo }, { message: 'expected days, from, to and offOnHolidays, or null for always' })
	.refine(areApart, notApart);
/** A part of a set-up: two people who set up one screen change what each of them chose, and nothing else. */
const setupRequest = z
	.object({
		theme: z.enum(themes, { message: `expected ${themes.join(' or ')}` }).exactOptional(),
		overscan: z.literal(overscans, { message: `expected ${overscans.join(', ')}` }).exactOptional(),
		far: yesOrNo.exactOptional(),
		calm: yesOrNo.exactOptional(),
		celebrates: yesOrNo.exactOptional(),
		board: board.exactOptional(),
		privacy: privacy.exactOptional(),
		hours: hours.nullable().exactOptional(),
	})
	.refine((part) => Object.keys(part).length > 0, { message: 'expected at least one of theme, overscan, far, calm, celebrates, hours, board and privacy' });
const cardRequest = z.object({ show: yesOrNo });

/** @throws InputError */
const screenId = (text?: string): number => idIn(text, 'a screen');
/** Those that need no pairing are set up as one. @throws InputError */
const screenOrUnpaired = (text?: string): number | null => (text === 'unpaired' ? null : screenId(text));

export function screenRoutes(context: AppContext): Route[] {
	const { wall, pairing, sockets, clock } = context;
	const state = (id: number | null): ScreenState => {
		const { chosen, lastChange } = wall.screens.setupStanding(id);
		const { cardUntil, identifyUntil, on } = wall.screens.setupOf(id);
		const { isOn, until } = onAt(on, clock.now());
		return {
			isInReview: wall.meetings.on(id) !== null,
			setup: chosen,
			lastChange: lastChange && { ...lastChange, at: isoText(lastChange.at) },
			cardUntil: cardUntil === null ? null : isoText(cardUntil),
			identifyUntil: identifyUntil === null ? null : isoText(identifyUntil),
			dark: isOn ? null : { until: until === null ? null : isoText(until) },
		};
	};
	const row = (screen: PairedScreen): ScreenRow => {
		const { id, name, place, pairedAt, seenAt } = screen;
		const health = sockets().fleet.health(screen);
		return { ...state(id), ...health, id, name, place, pairedAt: isoText(pairedAt), lastSeen: seenAt === null ? null : isoText(seenAt), online: health.connections > 0 };
	};
	/** @throws InputError for one that there is not. */
	const demandBoard = (id: string | undefined): void => {
		if (id !== undefined && !wall.boards.has(id)) throw new InputError(`there is no board called '${id}'`, { field: 'board', code: 'unknown_board' });
	};

	const rows = (): ScreenRow[] => wall.screens.paired().map(row);
	const rowOf = (id: number): ScreenRow | undefined => {
		const screen = wall.screens.pairedOne(id);
		return screen && row(screen);
	};

	/** The admin page with the code filled in, as the screen itself reaches it. What follows the # comes into no log; the code is of use only to someone signed in. */
	const pairingAddress = (request: Call['request'], code: string): string => {
		const { isTls, host } = readPeer(request, context.config.trustProxy);
		return `${isTls ? 'https' : 'http'}://${host}/admin#screens?code=${code}`;
	};
	/** The screens that an address names: one, those that need no pairing, or all. @throws InputError 400, 404 */
	const screensAt = (text?: string): (number | null)[] => {
		if (text === 'all') return [...wall.screens.paired().map(({ id }) => id), null];
		const id = screenOrUnpaired(text);
		wall.screens.setupStanding(id);
		return [id];
	};

	/** How many of them are there to hear it. */
	const reachedOf = (wanted: readonly (number | null)[]): Reached => {
		const { screens, unpaired } = sockets().online();
		return { reached: wanted.reduce<number>((sum, id) => sum + (id === null ? unpaired : Number(screens.has(id))), 0) };
	};

	return [
		route({
			method: 'post',
			path: '/api/v1/pairing',
			who: 'all',
			says: 'Begins to pair a screen: gives the code that it shows.',
			before: [pairingsPerAddress(context)],
			answer: ({ request }): PairingStarted => {
				const started = pairing.start();
				return { ...started, qr: qrOf(pairingAddress(request, started.userCode)) };
			},
		}),
		route({
			method: 'post',
			path: '/api/v1/pairing/claim',
			who: 'all',
			says: 'Fetches the token of a screen once it was paired; 202 until then.',
			body: claimRequest,
			answer: ({ body, response }) => {
				const claimed = pairing.claim(body.deviceCode);
				if (claimed === 'gone') throw new InputError('This pairing is over; start again.', { status: 410, code: 'gone', field: 'deviceCode' });
				if (claimed !== 'waiting') return claimed;
				response.status(202);
				return {};
			},
		}),
		route({
			method: 'get',
			path: '/api/v1/screens',
			who: 'desk',
			says: 'Lists the screens, how each is and how it is set up.',
			answer: (): ScreenList => {
				const unpaired = sockets().fleet.unpaired();
				return {
					screens: rows(),
					unpaired: { ...state(null), online: unpaired.length, screens: unpaired },
					now: isoText(clock.now()),
					build: wall.options.build,
					proposedHours: proposedHours(wall.settings.get().week),
				};
			},
		}),
		route({
			method: 'post',
			path: '/api/v1/screens',
			who: 'ops',
			says: 'Pairs the screen that shows a code.',
			body: approveRequest,
			answer: ({ body: { code, name: wished, place = '', ...chosen }, caller }) => {
				const named = { name: screenName(wished), place: screenPlace(place) };
				demandBoard(chosen.board);
				const id = pairing.approve(code, (tokenHash) => wall.journal.apply('screen paired', { ...named, ...chosen, tokenHash }, { at: clock.now(), author: authorOf(caller) }));
				return rowOf(id);
			},
		}),
		route({
			method: 'put',
			path: '/api/v1/screens/:id',
			who: 'ops',
			says: 'Renames a screen, or says where it hangs.',
			body: renameRequest,
			answer: ({ body: wish, params, caller }) => {
				const id = screenId(params['id']);
				const standing = rowOf(id);
				const name = wish.name === undefined ? (standing?.name ?? '') : screenName(wish.name);
				const place = wish.place === undefined ? (standing?.place ?? '') : screenPlace(wish.place);
				if (!standing || standing.name !== name || standing.place !== place) {
					wall.journal.apply('screen renamed', { id, name, place }, { at: clock.now(), author: authorOf(caller) });
					sockets().tellScreen(id);
				}
				return rowOf(id);
			},
		}),
		route({
			method: 'post',
			path: '/api/v1/screens/:id/identify',
			who: 'ops',
			says: "Shows a screen's name on it for ten seconds.",
			body: nothing,
			answer: ({ params }): Reached => {
				const screens = screensAt(params['id']);
				for (const id of screens) {
					wall.screens.identify(id);
					sockets().tellScreen(id);
				}
				return reachedOf(screens);
			},
		}),
		route({
			method: 'post',
			path: '/api/v1/screens/:id/reload',
			who: 'ops',
			says: "Loads a screen's page anew.",
			body: nothing,
			answer: ({ params }): Reached => {
				const screens = screensAt(params['id']);
				for (const id of screens) sockets().reloadScreen(id);
				return reachedOf(screens);
			},
		}),
		route({
			method: 'delete',
			path: '/api/v1/screens/:id',
			who: 'ops',
			says: 'Removes a screen; it is dark within a second.',
			answer: ({ params, caller }) => {
				const id = screenId(params['id']);
				wall.journal.apply('screen revoked', { id }, { at: clock.now(), author: authorOf(caller) });
				sockets().disconnectScreen(id);
				return {};
			},
		}),
		route({
			method: 'put',
			path: '/api/v1/screens/:id/setup',
			who: 'ops',
			says: 'Sets a screen up.',
			body: setupRequest,
			answer: ({ body: change, params, caller }): ScreenState => {
				const screen = screenOrUnpaired(params['id']);
				demandBoard(change.board);
				const { chosen } = wall.screens.setupStanding(screen);
				const setup: ChosenSetup = { ...chosen, ...change };
				if (!isDeepStrictEqual(chosen, setup)) {
					wall.journal.apply('screen set up', { screen, setup }, { at: clock.now(), author: authorOf(caller) });
					sockets().tellScreen(screen);
				}
				return state(screen);
			},
		}),
		route({
			method: 'post',
			path: '/api/v1/screens/:id/card',
			who: 'ops',
			says: 'Shows the test card on a screen, or ends it.',
			body: cardRequest,
			answer: ({ body: { show }, params }): ScreenState => {
				const screen = screenOrUnpaired(params['id']);
				wall.screens.showCard(screen, show);
				sockets().tellScreen(screen);
				return state(screen);
			},
		}),
	];
}
