/** What has to be said before a sheet can be imported: a sentence for the command, and its parts for the page that asks it in its own words. */
export type About = 'column' | 'missing' | 'identity' | 'mangled' | 'shared_id' | 'meaning' | 'currency' | 'decimal' | 'dates' | 'orders';

export interface Question {
	about: About;
	field: string;
	/** As the file calls it; '' where there is none. */
	column: string;
	/** A value that shows it. */
	value: string;
	line: number | null;
	/** What can be answered, where the file says so: names of columns, meanings, codes. */
	choices: readonly string[];
	says: string;
}

export const question = (about: About, field: string, says: string, more: Partial<Question> = {}): Question => ({ about, field, column: '', value: '', line: null, choices: [], ...more, says });
