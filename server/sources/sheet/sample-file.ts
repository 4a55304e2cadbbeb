/** A small file of each kind, to see what one should look like: its columns carry names that need no choice. */
import type { ImportKind } from '../../../shared/imports-api.ts';

const samples: Record<ImportKind, string[]> = {
	deals: ['id,name,owner,stage,status,amount,currency,account,created,closed', 'D-1,50 seats,ana@example.com,Won,won,12500.00,EUR,Acme,2026-10-01,2026-11-23', 'D-2,Renewal,bo@example.com,Negotiation,open,8000.00,EUR,Bolt,2026-11-02,', 'D-3,Pilot,bo@example.com,Lost,lost,1500.00,EUR,Crane,2026-09-15,2026-11-20'],
	activities: ['id,kind,direction,outcome,owner,account,at,seconds', 'C-1,call,outbound,connected,ana@example.com,Acme,2026-11-23 09:12,184', 'C-2,call,outbound,no_answer,bo@example.com,Bolt,2026-11-23 09:20,0', 'C-3,email,outbound,,bo@example.com,Crane,2026-11-23 10:05,'],
	meetings: ['id,kind,booked_by,owner,account,booked_at,scheduled_for,status', 'M-1,demo,bo@example.com,ana@example.com,Acme,2026-11-20 08:00,2026-11-25 13:00,scheduled', 'M-2,demo,bo@example.com,ana@example.com,Bolt,2026-11-12 15:30,2026-11-18 10:00,held'],
	proposals: ['id,deal,owner,sent', 'P-1,D-1,ana@example.com,2026-11-16', 'P-2,D-2,bo@example.com,2026-11-20'],
	accounts: ['id,name,region,owner,created', 'A-1,Acme,North,ana@example.com,2026-03-02', 'A-2,Bolt,South,bo@example.com,2026-05-18'],
	leads: ['id,name,owner,sdr,lead_source,channel,created,mql,sql', 'L-1,Acme,ana@example.com,bo@example.com,Website,Inbound,2026-11-02 09:10,2026-11-03,2026-11-06', 'L-2,Bolt,ana@example.com,bo@example.com,Trade fair,Event,2026-11-04 14:00,,'],
	movements: ['id,account,kind,amount,currency,at', 'R-1,Acme,new,250.00,EUR,2026-11-03', 'R-2,Bolt,churn,120.00,EUR,2026-11-20'],
	surveys: ['id,account,satisfied,at', 'S-1,Acme,yes,2026-11-10', 'S-2,Bolt,no,2026-11-12'],
	figures: ['name,scope,month,value', 'selling_cost,company,2026-10,64000', 'web_visits,company,2026-10,18400'],
	positions: ['id,title,team,opened,filled', 'P-1,SDR,North,2026-08-03,2026-09-21', 'P-2,Account executive,North,2026-11-02,'],
	people: ['email,name,team,role,start', 'ana@example.com,Ana Lindqvist,North,ae,2025-03-01', 'bo@example.com,Bo Ek,North,sdr,2026-01-15'],
};

/** Marked as UTF-8, so that spreadsheets open it right. */
export const sampleFile = (kind: ImportKind): string => `\ufeff${samples[kind].join('\r\n')}\r\n`;
