import type { Random } from './random.ts';

const names = 'Alder Aurora Balder Basalt Birka Borealis Brenner Cascade Cobalt Corvus Delta Drava Egeria Elbe Falk Fjord Galena Granit Hansa Helio Iberis Indigo Juniper Kestrel Kobolt Kronos Laguna Larch Lumen Lyra Marble Meridian Minerva Nereid Nimbus Norna Oder Onyx Orion Palisade Perla Pilgrim Quarz Raven Rhône Rowan Saga Selene Sierra Solvik Tamarisk Tessera Toledo Tundra Ultima Vega Vesta Viken Vistula Willow Zenit Zephyr'.split(' ');
const trades = 'Logistics Foods Energy Systems Robotics Textiles Pharma Shipping Media Software Optics Paper Steel Dental Travel Insurance Analytics Marine Timber Retail Kliniken Motors Games Furniture Labs'.split(' ');
const forms: Record<string, readonly [string, ...string[]]> = {
	North: ['AB', 'Oy', 'AS', 'ApS'],
	East: ['GmbH', 'AG', 'Sp. z o.o.', 's.r.o.'],
	South: ['S.L.', 'S.p.A.', 'SARL', 'Lda'],
	West: ['Ltd', 'BV', 'NV', 'Group'],
};

const text = (list: readonly string[], random: Random): string => list[Math.floor(random.share() * list.length)] ?? '';

export const prospect = (team: string, random: Random): string => `${text(names, random)} ${text(trades, random)} ${text(forms[team] ?? ['Ltd'], random)}`;

/** One of a team's few standing customers, who buy more now and then. */
export const customer = (team: string, random: Random): string =>
	`${text(names.slice(0, 12), random)} & ${text(['Söner', 'Partners'], random)} ${(forms[team] ?? ['Ltd'])[0]}`;
