/** What may be wrong with a picture that somebody sent. */
import { photoSides } from '../../shared/people-api.ts';
import { InputError } from '../errors.ts';

/** A fault of the picture, in a sentence for whoever sent it. */
export const faulty = (message: string): InputError => new InputError(message, { status: 422, code: 'bad_photo', field: 'body' });
export const cutShort = (): InputError => faulty('The picture is cut short.');

/** @throws InputError 422 */
export function demandSize(width: number, height: number): void {
	const { least, most } = photoSides;
	if (width !== height || width < least || width > most) throw faulty(`A photo is square, ${least} to ${most} pixels a side; this one is ${width} × ${height}.`);
}
