/** What people may write on a wall. */
import { expect, test } from 'vitest';
import { oneLine, plainName } from '../../../server/floor/plain-text.ts';

test.each([
	['Sales floor', 'Sales floor'],
	['  Hall  ', 'Hall'],
	['👨‍👩‍👧 crew', '👨‍👩‍👧 crew'],
	['🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
	['می‌خواهم', 'می‌خواهم'],
	['☎️', '☎️'],
	['…', '…'],
	['क्षि', 'क्षि'],
	['e\u0301', 'é'],
])('%j is a name', (text, name) => {
	expect(plainName(text, 60)).toBe(name);
});

test.each(['', '  ', '\u200b', '\u3164', '\uffa0', '\u2800', '\u200d\u200c', '\u00ad', '\ufe0f', '\u{e0020}', '\u0301', 'a\nb', 'a\tb', 'a\u2028b', 'a\u202eb', 'a\ud800b', 'x'.repeat(61)])('%j is none', (text) => {
	expect(plainName(text, 60)).toBeNull();
});

test('where none is needed, what nobody can see is none', () => {
	expect(['', ' ', '\u3164', 'By the door'].map((text) => plainName(text, 60, 0))).toEqual(['', '', '', 'By the door']);
});

test('several lines become one, without what turns it or cannot be seen', () => {
	expect(oneLine('All\n\thands\u2028at\u202e three\u200b 👨‍👩‍👧')).toBe('All hands at three 👨‍👩‍👧');
});
