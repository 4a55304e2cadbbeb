/** Where sheets are, and the headers that their servers want: sealed in the database, known here while one is fetched. */
import type { FeedHeader } from '../../shared/feeds-api.ts';
import type { AllowedHost } from '../allowed-hosts.ts';
import type { Feed } from '../floor/feeds.ts';
import type { Sealing } from '../sealing.ts';
import { feedAddress } from '../sources/feed/address.ts';
import { FeedError } from '../sources/feed/feed-error.ts';

export interface Secret {
	address: string;
	header: FeedHeader | null;
}

const purpose = 'feed';

export function createFeedSecrets(sealing: Sealing, hosts: readonly AllowedHost[]) {
	/** Null when its key is gone. */
	const opened = ({ sealed }: Pick<Feed, 'sealed'>): Secret | null => {
		const text = sealing.open(sealed, purpose);
		// Sealed below and nowhere else.
		return text === null ? null : (JSON.parse(text) as Secret);
	};
	/** @throws FeedError when its key is gone. */
	const demand = (feed: Pick<Feed, 'sealed'>): Secret => {
		const secret = opened(feed);
		if (!secret) throw new FeedError({ code: 'key' });
		return secret;
	};
	const seal = (secret: Secret): string => sealing.seal(JSON.stringify(secret), purpose);

	return {
		demand,
		/** What is the same stays sealed as it is. */
		sealed: (secret: Secret, before: Feed | null): string => (before && sealing.open(before.sealed, purpose) === JSON.stringify(secret) ? before.sealed : seal(secret)),
		/** What is not said anew stays; but a header is told to nobody whom it was not given for. @throws FeedError */
		wished: (before: Feed | null, address: string | undefined, header: FeedHeader | null | undefined): Secret => {
			if (before && address === undefined) return { ...demand(before), ...(header === undefined ? {} : { header }) };
			const url = feedAddress(address ?? '', hosts);
			const known = before && header === undefined ? opened(before) : null;
			return { address: url.href, header: header ?? (known && new URL(known.address).origin === url.origin ? known.header : null) };
		},
		/** The same, sealed with the key that seals now; null when it is already, or cannot be opened. */
		resealed: (feed: Feed): string | null => {
			const secret = sealing.isCurrent(feed.sealed) ? null : opened(feed);
			return secret && seal(secret);
		},
	};
}

export type FeedSecrets = ReturnType<typeof createFeedSecrets>;
