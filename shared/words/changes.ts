/** The words of the lists of changes: who changed what, and taking it back. */
import type { Catalogue, Translation } from './language.ts';

const en = {
	title: 'Changes',
	empty: 'Nothing has been changed yet. Every change appears here with who made it, and can be taken back.',
	undo: 'Undo',
	undone: 'Taken back.',
	undoLabel: 'Undo: {what} ({time}, {name})',
	undoes: 'Undoes the change of {time}',
	undoesOlder: 'Undoes an earlier change',
	more: 'Show earlier changes',
	noUndo: 'Cannot be undone: {reason}.',
	later: 'a later change stands on it',
	nothing: 'nothing was changed',
	gone: 'what it needs is no longer kept',
	again: 'bring the file in again instead',
	sheet: 'change it back at the sheet instead',
	importUndone: 'Took back the import of {name}: {taken} rows',
	importUndoneBut: 'Took back the import of {name}: {taken} rows; {kept} changed or used since stay',
	erased: 'who was erased cannot come back',
	targets: 'targets are set on who was added; empty them first',
	confirmed: 'it is set where it can be confirmed, under System, Retention',
	none: 'nobody',
	nothingSet: 'not set',
} as const;

const sv: Translation<typeof en> = {
	title: 'Ändringar',
	empty: 'Inget har ändrats ännu. Varje ändring visas här med vem som gjorde den och kan ångras.',
	undo: 'Ångra',
	undone: 'Ändringen är ångrad.',
	undoLabel: 'Ångra: {what} ({time}, {name})',
	undoes: 'Ångrar ändringen {time}',
	undoesOlder: 'Ångrar en tidigare ändring',
	more: 'Visa tidigare ändringar',
	noUndo: 'Kan inte ångras: {reason}.',
	later: 'en senare ändring bygger på den',
	nothing: 'inget ändrades',
	gone: 'det som behövs finns inte kvar',
	again: 'läs in filen igen i stället',
	sheet: 'ändra tillbaka det på bladet i stället',
	importUndone: 'Tog tillbaka importen av {name}: {taken} rader',
	importUndoneBut: 'Tog tillbaka importen av {name}: {taken} rader; {kept} som ändrats eller används sedan dess är kvar',
	erased: 'den som raderats kan inte komma tillbaka',
	targets: 'det finns mål för den som lades till; töm dem först',
	confirmed: 'det ställs in där det kan bekräftas, under System, Lagringstid',
	none: 'ingen',
	nothingSet: 'inte angivet',
};

export const changeWords: Catalogue<typeof en> = { en, sv };
