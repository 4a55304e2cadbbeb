/** "First L." when a name is too long for its row. */
export function shortName(name: string): string {
	if (name.length <= 17) return name;
	const words = name.split(/\s+/);
	const last = words.at(-1);
	return words.length > 1 && last ? `${words.slice(0, -1).join(' ')} ${last.charAt(0)}.` : name;
}

/** The header of a panel has room for so much of a name beside the longest period; what is longer is whole further down. */
const longestBrief = 14;
export const briefName = (name: string): string => ([...name].length <= longestBrief ? name : `${[...name].slice(0, longestBrief - 1).join('').trimEnd()}…`);

/** All ways in which a view may write a name. */
export const writtenNames = (name: string): string[] => [...new Set([name, shortName(name), briefName(shortName(name))])];
