/** Calendar months as 'YYYY-MM'. */
export const addMonths = (month: string, by: number): string => Temporal.PlainYearMonth.from(month).add({ months: by }).toString();
