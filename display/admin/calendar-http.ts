/** The routes of the calendar and the general settings, as the admin page uses them. */
import type { CalendarChanged, CalendarState, HolidaySets, HolidaysRequest, LeaveRequest, WeekHours } from '../../shared/calendar-api.ts';
import type { GeneralChanged, GeneralRequest, GeneralState } from '../../shared/settings-api.ts';
import { query, send } from './http.ts';

export const calendarApi = {
	calendar: () => send<CalendarState>('GET', '/api/v1/calendar'),
	sets: (asked: { country?: string; region?: string; year?: number }) => send<HolidaySets>('GET', `/api/v1/calendar/sets?${query({ ...asked })}`),
	setWeek: (week: WeekHours, was: WeekHours) => send<CalendarChanged>('PUT', '/api/v1/calendar/week', { week, was }),
	setHolidays: (request: HolidaysRequest) => send<CalendarChanged>('PUT', '/api/v1/calendar/holidays', request),
	setLeave: (request: LeaveRequest) => send<CalendarChanged>('PUT', '/api/v1/calendar/leave', request),
};

export const generalApi = {
	settings: () => send<GeneralState>('GET', '/api/v1/settings'),
	set: (request: GeneralRequest) => send<GeneralChanged>('PUT', '/api/v1/settings', request),
};
