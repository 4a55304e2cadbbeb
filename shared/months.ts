/** Calendar months as text, '2026-10'. Only whole numbers are involved: no zone, no clock. */

const pattern = /^(\d{4})-(0[1-9]|1[0-2])$/;

export const isMonth = (text: string): boolean => pattern.test(text);

/** The month `by` months later; text that is no month comes back as it is. */
export const addMonths = (month: string, by: number): string => {
	const match = pattern.exec(month);
	if (!match) return month;
	const index = Number(match[1]) * 12 + Number(match[2]) - 1 + by;
	return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
};

/** Its last day, '2026-10-31'. */
export const lastDay = (month: string): string => {
	const [year = 0, number = 1] = month.split('-').map(Number);
	const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
	const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][number - 1] ?? 30;
	return `${month}-${days}`;
};
