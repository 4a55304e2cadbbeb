/** Who wrote an entry, as people read it: an account by its name, a key as one. */
import { keyNameIn } from '../../shared/keys-api.ts';
import { keyWords } from '../../shared/words/keys.ts';
import { fill, languageOf, wordsIn } from '../../shared/words/language.ts';
import type { Place } from './moments.ts';

/** @param place of times, in the language of the words around them. */
export function authorText(author: string, { locale }: Pick<Place, 'locale'>): string {
	const name = keyNameIn(author);
	if (name === null) return author;
	const words = wordsIn(keyWords, languageOf(locale));
	return name === '' ? words.authorEnvironment : fill(words.author, { name });
}
