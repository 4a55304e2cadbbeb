/** The words of two people at the same page: what others changed, and whose value stays. */
import type { Catalogue, Translation } from './language.ts';

const en = {
	changedBy: '{name}, {time}',
	changedOne: '{name} changed {cell} from {from} to {to}.',
	changedMany: '{name} changed {count} targets.',
	changedSeveral: 'Others changed {count} targets.',
	under: '{name} set {now} here at {time}, while you were typing.',
	underEmptied: '{name} emptied this cell at {time}, while you were typing.',
	somebody: 'Somebody else',
	none: 'none',
	emptied: 'emptied',
	conflictsOne: 'Somebody else changed a cell that you changed too. Yours is not saved: which one stays?',
	conflictsMany: 'Somebody else changed {count} cells that you changed too. Yours are not saved: which ones stay?',
	conflictsHeld: 'What you pasted together with them is not saved either, until that is settled.',
	cell: 'Cell',
	theirs: 'Theirs',
	mine: 'Yours',
	takeTheirs: 'Take theirs',
	takeMine: 'Write mine over it',
	takeTheirsLabel: 'Take theirs in {cell}',
	takeMineLabel: 'Write mine over it in {cell}',
	allTheirs: 'Take all of theirs',
	allMine: 'Write all of mine',
	moreConflicts: 'and {count} more',
} as const;

const sv: Translation<typeof en> = {
	changedBy: '{name}, {time}',
	changedOne: '{name} ändrade {cell} från {from} till {to}.',
	changedMany: '{name} ändrade {count} mål.',
	changedSeveral: 'Andra ändrade {count} mål.',
	under: '{name} satte {now} här kl. {time}, medan du skrev.',
	underEmptied: '{name} tömde cellen kl. {time}, medan du skrev.',
	somebody: 'Någon annan',
	none: 'inget',
	emptied: 'tömd',
	conflictsOne: 'Någon annan har ändrat en cell som du också ändrade. Din är inte sparad: vilken ska gälla?',
	conflictsMany: 'Någon annan har ändrat {count} celler som du också ändrade. Dina är inte sparade: vilka ska gälla?',
	conflictsHeld: 'Det du klistrade in tillsammans med dem sparas inte heller förrän det är avgjort.',
	cell: 'Cell',
	theirs: 'Den andres',
	mine: 'Ditt',
	takeTheirs: 'Ta den andres',
	takeMine: 'Skriv över med mitt',
	takeTheirsLabel: 'Ta den andres i {cell}',
	takeMineLabel: 'Skriv över med mitt i {cell}',
	allTheirs: 'Ta alla den andres',
	allMine: 'Skriv över alla med mina',
	moreConflicts: 'och {count} till',
};

export type LiveWords = Translation<typeof en>;
export const liveWords: Catalogue<typeof en> = { en, sv };
