/** The HTTP interface: the route table, the pages, and for everything else an answer that says what was wrong. */
import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import { InputError } from '../errors.ts';
import { admit, callerOf, readCaller, requireCaller, requireOwnPage, type Caller } from './caller.ts';
import type { AppContext } from './context.ts';
import { errorAnswers } from './errors.ts';
import { jsonBody } from './json-body.ts';
import { servePages } from './pages.ts';
import { authorOf, parse, parseQuery, usualBody, type Route } from './route.ts';
import { accountAdminRoutes } from './routes/account-admin.ts';
import { accountRoutes } from './routes/accounts.ts';
import { alertRoutes } from './routes/alerts.ts';
import { backupRoutes } from './routes/backups.ts';
import { boardRoutes } from './routes/boards.ts';
import { calendarRoutes } from './routes/calendar.ts';
import { celebrationRoutes } from './routes/celebrations.ts';
import { changeRoutes } from './routes/changes.ts';
import { correctionRoutes } from './routes/corrections.ts';
import { definitionRoutes } from './routes/definitions.ts';
import { docsRoutes } from './routes/docs.ts';
import { feedRoutes } from './routes/feeds.ts';
import { handingOutRoutes } from './routes/handing-out.ts';
import { keyRoutes } from './routes/keys.ts';
import { liveRoutes } from './routes/live.ts';
import { identityRoutes } from './routes/identities.ts';
import { importRoutes } from './routes/imports.ts';
import { invitationRoutes } from './routes/invitations.ts';
import { meetingRoutes } from './routes/meetings.ts';
import { messageRoutes } from './routes/messages.ts';
import { moneyRoutes } from './routes/money.ts';
import { peopleRoutes } from './routes/people.ts';
import { personEditRoutes } from './routes/person-edits.ts';
import { retentionRoutes } from './routes/retention.ts';
import { reviewRoutes } from './routes/review.ts';
import { screenRoutes } from './routes/screens.ts';
import { settingsRoutes } from './routes/settings.ts';
import { systemRoutes } from './routes/system.ts';
import { targetFileRoutes } from './routes/target-file.ts';
import { targetRoutes } from './routes/targets.ts';
import { teamRoutes } from './routes/teams.ts';
import { wallRoutes } from './routes/wall.ts';
import { whyRoutes } from './routes/why.ts';
import { visitorOf } from './visitor.ts';

const ownRoutes = (context: AppContext): Route[] => [
	...wallRoutes(context),
	...whyRoutes(context),
	...definitionRoutes(context),
	...targetRoutes(context),
	...targetFileRoutes(context),
	...correctionRoutes(context),
	...accountRoutes(context),
	...accountAdminRoutes(context),
	...invitationRoutes(context),
	...peopleRoutes(context),
	...identityRoutes(context),
	...personEditRoutes(context),
	...teamRoutes(context),
	...changeRoutes(context),
	...liveRoutes(context),
	...importRoutes(context),
	...feedRoutes(context),
	...settingsRoutes(context),
	...calendarRoutes(context),
	...moneyRoutes(context),
	...boardRoutes(context),
	...screenRoutes(context),
	...messageRoutes(context),
	...celebrationRoutes(context),
	...reviewRoutes(context),
	...meetingRoutes(context),
	...handingOutRoutes(context),
	...alertRoutes(context),
	...backupRoutes(context),
	...keyRoutes(context),
	...retentionRoutes(context),
	...systemRoutes(context),
];

/** Every call there is, and who may make it. */
export function routesOf(context: AppContext): Route[] {
	const routes = ownRoutes(context);
	routes.push(...docsRoutes(context, routes));
	return routes;
}

const readQuery = (query: Record<string, unknown>): Record<string, string> =>
	Object.fromEntries(
		Object.entries(query).map(([name, value]) => {
			if (typeof value !== 'string') throw new InputError(`The parameter ${name} is given more than once.`, { field: name });
			return [name, value];
		}),
	);

const requireRunning = ({ isStopping }: AppContext): void => {
	if (isStopping()) throw new InputError('The server is stopping.', { status: 503, code: 'stopping' });
};

/** While a backup is put back nothing changes, so that nothing that was taken is in neither. */
const requireTaking = ({ restoring }: AppContext, { method }: Request, response: Response): void => {
	if (method === 'GET' || method === 'HEAD' || !restoring.isHeld()) return;
	response.set('Retry-After', '30');
	throw new InputError('A backup is being put back; send it again in a minute.', { status: 503, code: 'restoring' });
};

const handlersOf = (route: Route, context: AppContext): RequestHandler[] => {
	/** @throws InputError 401, 403 */
	const allowedCaller = (request: Request): Caller => {
		// A stale key or cookie must not shut anyone out of what is open to all.
		const caller: Caller = route.path === '/healthz' ? { kind: 'nobody' } : readCaller(request, context, route.who);
		requireCaller(caller, route.who);
		return caller;
	};
	const doorkeeper: RequestHandler = (request, response, next) => {
		response.set('Cache-Control', 'no-store');
		const caller = allowedCaller(request);
		requireOwnPage(request, caller, context);
		admit(request, caller);
		next();
	};
	const takesBody = route.method === 'post' || route.method === 'put';
	const body = takesBody ? (route.reads ?? jsonBody(route.largest ?? usualBody)) : [];
	const answer: RequestHandler = async (request, response) => {
		// A body may have taken long to come.
		requireRunning(context);
		requireTaking(context, request, response);
		// And whoever sent it may have been shut out meanwhile.
		const caller = takesBody ? allowedCaller(request) : callerOf(request);
		// Path patterns here have no wildcards, so each parameter is one string.
		const params = request.params as Record<string, string>;
		const given: unknown = takesBody ? request.body : undefined;
		const asked = readQuery(request.query);
		// Without a schema the query is what readQuery makes of it, as the type says.
		const query = route.query ? parseQuery(route.query, asked) : asked;
		const call = { caller, query, params, body: route.body ? parse(route.body, given) : given, request, response, stillMay: () => void allowedCaller(request) };
		const said = await context.wall.audit.from({ author: authorOf(caller), address: visitorOf(request, context).address }, () => route.answer(call));
		if (response.headersSent) return;
		// Whoever waited for it may have been signed out meanwhile.
		if (route.method === 'get' && caller.kind === 'session') allowedCaller(request);
		response.json(said);
	};
	return [doorkeeper, ...(route.before ?? []), ...body, ...(route.after ?? []), answer];
};

export function createApp(context: AppContext): Express {
	const app = express();
	app.disable('x-powered-by');
	app.disable('etag');
	app.set('query parser', 'simple');
	app.use(context.meter.count);
	app.use((request, response, next) => {
		requireRunning(context);
		requireTaking(context, request, response);
		next();
	});

	const routes = routesOf(context);
	for (const route of routes) app[route.method](route.path, ...handlersOf(route, context));
	for (const path of new Set(routes.map((route) => route.path))) {
		const methods = routes.filter((route) => route.path === path).map((route) => route.method.toUpperCase());
		// Of the route: `app.all` would keep a handler for each of thirty methods.
		app.route(path).all((_request, response) => {
			response.set('Allow', methods.join(', '));
			throw new InputError(`This takes ${methods.join(', ')} only.`, { status: 405, code: 'method_not_allowed' });
		});
	}

	app.use(servePages(context.displayDir));
	app.use(() => {
		throw new InputError('There is nothing at this address.', { status: 404, code: 'not_found' });
	});
	app.use(errorAnswers(context.log, context.onFatal));
	return app;
}
