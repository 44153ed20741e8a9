"""Pages of the agencies' work: inbox, work plans, calendar, realisation, overview, clinics, messages."""
