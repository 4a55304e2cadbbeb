/** "First L." when a name is too long for its row. */
export function shortName(name: string): string {
	if (name.length <= 17) return name;
	const words = name.split(/\s+/);
	const last = words.at(-1);
	return words.length > 1 && last ? `${words.slice(0, -1).join(' ')} ${last.charAt(0)}.` : name;
}
