/** The documentation as a page of its own: plain HTML, for reading, for the browser's search, for printing and for phones. */
import { escaped } from '../html.ts';
import { exampleQueries, examplePush } from './examples.ts';
import { fieldsOf, type Field } from './fields.ts';
import type { JsonSchema } from './json-schema.ts';
import type { OpenApi, Operation } from './openapi.ts';

interface Call {
	method: string;
	/** As in the document: `/api/v1/people/{id}`. */
	path: string;
	operation: Operation;
}

/** Escaped, and what stands between backticks as code. */
const prose = (text: string): string => escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>');

const fieldRow = ({ name, type, isRequired, says, isOther }: Field): string =>
	`${isOther ? '<dt class="or">or</dt><dd></dd>' : ''}<dt>${name === '' ? '' : `<code>${escaped(name)}</code>`}${isRequired ? '' : ' <span class="optional">optional</span>'}</dt><dd><span class="type">${prose(type)}${says === '' ? '' : '.'}</span>${says === '' ? '' : ` ${prose(says)}`}</dd>`;

const section = (title: string, note: string, fields: readonly Field[]): string =>
	fields.length === 0 && note === '' ? '' : `<section><h4>${title}</h4>${note === '' ? '' : `<p>${prose(note)}</p>`}${fields.length === 0 ? '' : `<dl>${fields.map(fieldRow).join('')}</dl>`}</section>`;

const schemaIn = (content: Record<string, { schema: JsonSchema }> | undefined): JsonSchema | undefined => content?.['application/json']?.schema;

const isForKeys = ({ operation }: Call): boolean => operation.security.some((way) => 'key' in way);

/** Lines to copy into a shell. */
function curlOf({ method, path }: Call, origin: string): string {
	const query = exampleQueries[path];
	const address = `${origin}${path}${query === undefined ? '' : `?${query}`}`;
	const asked = [`curl "${address}"`, '-H "Authorization: Bearer $FLOORCAST_KEY"'];
	if (method === 'get') return asked.join(' \\\n  ');
	const lists = Object.entries(examplePush).map(([name, value]) => `"${name}":${JSON.stringify(value)}`);
	return [...asked, '-H "Content-Type: application/json"', `--data-binary @- <<'END'\n{${lists.join(',\n ')}}\nEND`].join(' \\\n  ');
}

function article(call: Call, origin: string): string {
	const { method, path, operation } = call;
	const { parameters = [], requestBody, responses, summary, description } = operation;
	const asked = parameters.map(({ name, required, description: says = '', schema }): Field[] => fieldsOf({ type: 'object', properties: { [name]: { ...schema, description: says } }, ...(required ? { required: [name] } : {}) })).flat();
	const body = schemaIn(requestBody?.content);
	const done = responses['200'];
	const answer = done && 'content' in done ? schemaIn(done.content) : undefined;
	const files = Object.keys(requestBody?.content ?? {}).filter((type) => type !== 'application/json');
	const bodySays = requestBody ? [files.length > 0 ? `${requestBody.description} Its type: ${files.map((type) => `\`${type}\``).join(', ')}.` : requestBody.description, body?.description ?? ''].filter(Boolean).join(' ') : '';
	const other = done && 'content' in done ? Object.keys(done.content ?? {}).find((type) => type !== 'application/json') : undefined;
	return `
		<article id="${escaped(operation.operationId)}">
			<header><h3><a href="#${escaped(operation.operationId)}"><span class="method ${method}">${method.toUpperCase()}</span> <code>${escaped(path)}</code></a></h3></header>
			<p>${prose(summary)} <span class="quiet">${prose(description)}</span></p>
			${isForKeys(call) ? `<pre tabindex="0"><code>${escaped(curlOf(call, origin))}</code></pre>` : ''}
			${section('Parameters', '', asked)}${section('Body', bodySays, body ? fieldsOf(body) : [])}${section('Answer', other === undefined ? '' : `\`${other}\``, answer ? fieldsOf(answer) : [])}
		</article>`;
}

export interface DocsPage {
	document: OpenApi;
	/** By which the reader reached the server. */
	origin: string;
	/** What the style sheets are of. */
	build: string;
}

export function docsPage({ document, origin, build }: DocsPage): string {
	const calls = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]): Call => ({ method, path, operation })));
	const forKeys = calls.filter(isForKeys);
	const rest = document.tags
		.map(({ name }) => ({ title: name, calls: calls.filter((call) => !isForKeys(call) && call.operation.tags.includes(name)) }))
		.filter((group) => group.calls.length > 0);
	const groups = [{ title: 'For scripts, with a key', calls: forKeys }, ...rest].map((group, index) => ({ ...group, id: `group-${index}` }));
	const errors = Object.entries(document.components.responses).filter(([status]) => status !== 'default');
	return `<!doctype html>
<html lang="en">
	<head>
		<meta charset="utf-8">
		<meta name="viewport" content="width=device-width, initial-scale=1">
		<title>API – Floorcast</title>
		<link rel="icon" href="/favicon.svg">
		<link rel="stylesheet" href="/definitions.css?v=${escaped(build)}">
		<link rel="stylesheet" href="/api-docs.css?v=${escaped(build)}">
	</head>
	<body class="api">
		<header class="top">
			<h1>Floorcast API</h1>
			<p>Whatever this server can be asked. A script sends a key: <code>Authorization: Bearer …</code>. Administrators make keys <a href="/admin#system/keys">in the admin page</a>, each with what it may: push facts (<code>ingest</code>), push targets (<code>targets</code>), read figures (<code>read</code>).</p>
			<p>${prose(document.info.description)} As a machine reads it: <a href="/api/docs/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
			<p>An answer that is no success is <code>{"error": "…", "message": "…", "field": "…"}</code>; <code>message</code> says in a sentence what was wrong, <code>field</code>, where there is one, in which place.</p>
			<dl class="statuses">${errors.map(([status, { description }]) => `<dt><code>${status}</code></dt><dd>${prose(description)}</dd>`).join('')}</dl>
		</header>
		<nav aria-label="Contents"><ul>${groups.map(({ id, title }) => `<li><a href="#${id}">${escaped(title)}</a></li>`).join('')}</ul></nav>
		<main>${groups.map(({ id, title, calls: listed }) => `
			<h2 id="${id}">${escaped(title)}</h2>${listed.map((call) => article(call, origin)).join('')}`).join('')}
		</main>
	</body>
</html>
`;
}
