/** What the accounts of the demo company are called, and where they are. */
import { regionOf } from './cast.ts';
import { createRandom } from './random.ts';
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

const loyal = new Map(Object.entries(forms).map(([team, [form]]) => [team, names.slice(0, 12).flatMap((name) => ['Söner', 'Partners'].map((others) => `${name} & ${others} ${form}`))]));
/** A team's standing customers that stay, who buy more now and then. */
export const loyalCustomers = (team: string): readonly string[] => loyal.get(team) ?? [];

/** A team's standing customers that will go, one after the other. */
export const fickleCustomers = (team: string): string[] => names.slice(12).map((name) => `${name} & Co ${(forms[team] ?? ['Ltd'])[0]}`);

export const customer = (team: string, random: Random): string => text(loyalCustomers(team), random);

/** The same account is always in the same region. */
export const regionFor = (team: string, account: string): string => createRandom(`region ${account}`).pick(regionOf[team] ?? ['Europe']);

export const accountId = (account: string): string => `a-${account.toLowerCase().replace(/[^\p{L}\d]+/gu, '-')}`;
