/** What is told to Prometheus. Names and units as it wants them: base units, `_total` for what only grows; no label has a person's name, and none has many values. */
import type { Durations } from '../tally.ts';
import { severities } from '../../shared/health-api.ts';
import type { Family, Labels } from './exposition.ts';
import type { Finding } from './findings.ts';
import type { HealthInputs } from './inputs.ts';

export interface MetricStates {
	version: string;
	build: string;
	inputs: HealthInputs;
	findings: readonly Finding[];
	revision: number;
	ticks: Durations;
	facts: Record<string, number>;
	/** Walls' open connections, and paired screens by how they are. */
	connections: number;
	screens: Record<string, number>;
	pushes: { pushes: number; rows: Record<string, number>; durations: Durations };
	http: { requests: readonly { of: string; status: number; count: number }[]; durations: readonly { of: string; durations: Durations }[] };
	process: { startedAt: number; cpuSeconds: number; residentBytes: number; heapBytes: number; loopLagSeconds: number | null };
}

const mostSources = 100;
const seconds = (ms: number | null): number | null => (ms === null ? null : ms / 1000);

export function familiesOf(states: MetricStates): Family[] {
	const { inputs, findings, http, pushes } = states;
	const { now, tick, disk, database, sources, outside } = inputs;
	const families: Family[] = [];
	const add = (type: 'gauge' | 'counter', name: string, help: string, samples: { labels?: Labels; value: number | null }[]): void => void families.push({ name, help, type, samples });
	const gauge = (name: string, help: string, value: number | null): void => add('gauge', name, help, [{ value }]);
	const histogram = (name: string, help: string, series: { labels?: Labels; durations: Durations }[]): void => void families.push({ name, help, type: 'histogram', series });
	const listed = sources.slice(0, mostSources);

	gauge('floorcast_up', 'Whether the figures are computed: 1, else 0.', tick.state === 'ok' ? 1 : 0);
	add('gauge', 'floorcast_build_info', 'Which version runs.', [{ labels: { version: states.version, build: states.build }, value: 1 }]);
	add('gauge', 'floorcast_findings', 'What the health page finds wrong, by severity.', severities.map((severity) => ({ labels: { severity }, value: findings.filter((one) => one.severity === severity).length })));

	gauge('floorcast_tick_age_seconds', 'Since the figures were computed last.', seconds(tick.computedAt === null ? null : Math.max(0, now - tick.computedAt)));
	histogram('floorcast_tick_duration_seconds', 'How long computing the figures took, of ticks that had something to do.', [{ durations: states.ticks }]);
	gauge('floorcast_revision', 'Number of the newest entry of the journal.', states.revision);
	add('gauge', 'floorcast_facts', 'Facts that are kept, by kind.', Object.entries(states.facts).map(([entity, value]) => ({ labels: { entity }, value })));

	add('gauge', 'floorcast_source_last_report_timestamp_seconds', 'When a source last reported.', listed.map(({ name, lastReportedAt }) => ({ labels: { source: name }, value: lastReportedAt / 1000 })));
	add('gauge', 'floorcast_source_silent', 'Whether a source is silent beyond its limit, in working time: 1, else 0.', listed.map(({ name, isSilent }) => ({ labels: { source: name }, value: isSilent ? 1 : 0 })));
	add('gauge', 'floorcast_feed_failing', 'Sheets that cannot be fetched.', (outside.feeds ?? []).slice(0, mostSources).map(({ name }) => ({ labels: { feed: name }, value: 1 })));

	gauge('floorcast_screens_paired', 'Screens that are paired.', inputs.screens.paired);
	add('gauge', 'floorcast_screens', 'Paired screens by how they are.', Object.entries(states.screens).map(([state, value]) => ({ labels: { state }, value })));
	gauge('floorcast_wall_connections', 'Open connections of walls.', states.connections);

	add('counter', 'floorcast_pushes_total', 'Pushes taken since the start, imports among them.', [{ value: pushes.pushes }]);
	add('counter', 'floorcast_push_rows_total', 'Rows of pushes since the start, by what came of them.', Object.entries(pushes.rows).map(([outcome, value]) => ({ labels: { outcome }, value })));
	histogram('floorcast_push_duration_seconds', 'How long taking a push took.', [{ durations: pushes.durations }]);
	add('counter', 'floorcast_http_requests_total', 'Requests since the start, by class and status; 499: given up by who asked.', http.requests.map(({ of, status, count }) => ({ labels: { class: of, status: String(status) }, value: count })));
	histogram('floorcast_http_request_duration_seconds', 'How long answering took, by class of request.', http.durations.map(({ of, durations }) => ({ labels: { class: of }, durations })));

	gauge('floorcast_database_size_bytes', 'Size of the database.', database.bytes);
	gauge('floorcast_database_log_size_bytes', 'Size of its write-ahead log.', database.walBytes);
	gauge('floorcast_disk_free_bytes', 'Room on the disk of the database.', disk.freeBytes);
	gauge('floorcast_disk_wanted_bytes', 'Room below which the health page warns.', disk.freeBytes === null ? null : disk.wantedBytes);
	gauge('floorcast_disk_full', 'Whether the disk refuses what is new: 1, else 0.', disk.fullSince === null ? 0 : 1);
	gauge('floorcast_backup_last_success_timestamp_seconds', 'When the newest good backup was made.', seconds(outside.backup?.lastGoodAt ?? null));
	gauge('floorcast_certificate_expiry_timestamp_seconds', 'Until when the certificate is valid.', seconds(outside.certificate?.validUntil ?? null));

	gauge('process_start_time_seconds', 'When the process was started.', seconds(states.process.startedAt));
	add('counter', 'process_cpu_seconds_total', 'Time that the processor spent on it.', [{ value: states.process.cpuSeconds }]);
	gauge('process_resident_memory_bytes', 'Memory that it takes.', states.process.residentBytes);
	gauge('nodejs_heap_size_used_bytes', 'Of that, what its objects take.', states.process.heapBytes);
	gauge('nodejs_eventloop_lag_p99_seconds', 'How late its turns come, of a hundred the latest but one, since this was asked for last.', states.process.loopLagSeconds);
	return families;
}
