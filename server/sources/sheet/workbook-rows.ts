/** How many rows each sheet of a workbook has, the blank ones too, which readers drop: so that every row of a file can be accounted for. */
import { unzipSync } from 'fflate';

const attribute = (tag: string, name: string): string => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
const unescaped = (text: string): string => text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => ({ lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' })[name] ?? '');

/** By the names of the sheets; empty when the workbook does not say where its sheets are. */
export function rowCounts(bytes: Uint8Array): Map<string, number> {
	const files = unzipSync(bytes, { filter: ({ name }) => /^xl\/(workbook\.xml|_rels\/workbook\.xml\.rels|worksheets\/[^/]+\.xml)$/i.test(name) });
	const decoder = new TextDecoder();
	const text = (name: string): string => decoder.decode(files[name] ?? new Uint8Array());
	const targets = new Map([...text('xl/_rels/workbook.xml.rels').matchAll(/<(?:\w+:)?Relationship\s[^<>]*>/g)].map(([tag]) => [attribute(tag, 'Id'), attribute(tag, 'Target').replace(/^\/?(xl\/)?/, 'xl/')]));
	return new Map(
		[...text('xl/workbook.xml').matchAll(/<(?:\w+:)?sheet\s[^<>]*>/g)].map(([tag]) => {
			const sheet = text(targets.get(attribute(tag, 'r:id')) ?? '');
			return [unescaped(attribute(tag, 'name')), sheet.match(/<(?:\w+:)?row(?=[\s/>])/g)?.length ?? 0];
		}),
	);
}
