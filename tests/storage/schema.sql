CREATE INDEX answered_updates_at ON answered_updates (at);

CREATE INDEX audience_chat ON audience (chat_id);

CREATE INDEX audience_owing ON audience (event_id, chat_id) WHERE owed = 0;

CREATE INDEX audit_subject ON audit (subject, place);

CREATE INDEX batches_exchange ON batches (exchange_id);

CREATE INDEX chats_blocked ON chats (blocked_at) WHERE blocked_at IS NOT NULL;

CREATE INDEX chats_paused ON chats (id) WHERE paused = 1;

CREATE INDEX digested_digest ON digested (digest_id);

CREATE INDEX digested_event ON digested (event_id);

CREATE UNIQUE INDEX drafts_open ON drafts (chat_id) WHERE open = 1;

CREATE INDEX editions_held ON editions (held_until) WHERE review = 'held';

CREATE UNIQUE INDEX editions_number ON editions (list_id, number) WHERE review <> 'discarded';

CREATE UNIQUE INDEX editions_one_published ON editions (list_id) WHERE review = 'published';

CREATE INDEX editions_open ON editions (place) WHERE review IN ('draft', 'submitted', 'held');

CREATE INDEX editions_place ON editions (place);

CREATE UNIQUE INDEX ended_labels_subject ON ended_labels (chat_id, subject_kind, subject_id);

CREATE INDEX errands_watch ON errands (watch_id);

CREATE INDEX events_corrected ON events (corrected_by) WHERE corrected_by IS NOT NULL;

CREATE INDEX events_kind ON events (kind, at);

CREATE INDEX events_subject ON events (subject_id, kind);

CREATE INDEX events_unfinished ON events (at) WHERE finished = 0;

CREATE INDEX events_unreported ON events (at) WHERE reported = 0 AND kind IN ('batch_confirmed', 'batch_changed', 'statement_corrected', 'batch_withdrawn', 'edition_corrected');

CREATE INDEX firings_batch ON firings (batch_id);

CREATE INDEX firings_edition ON firings (edition_id);

CREATE INDEX firings_watch ON firings (watch_id);

CREATE INDEX follow_editions_edition ON follow_editions (edition_id);

CREATE INDEX follow_statements_statement ON follow_statements (statement_id);

CREATE INDEX follows_subject ON follows (subject_kind, subject_id, chat_id, since, paused);

CREATE INDEX grants_chat ON grants (chat_id);

CREATE INDEX lists_batch ON lists (batch_id);

CREATE INDEX names_rules ON names (rules);

CREATE INDEX outbox_event ON outbox (event_id, state, silent);

CREATE INDEX outbox_held ON outbox (settled_at) WHERE state = 'held';

CREATE INDEX outbox_ready ON outbox (rank, due) WHERE state = 'ready';

CREATE INDEX outbox_sending ON outbox (leased_until) WHERE state = 'sending';

CREATE UNIQUE INDEX proposals_open ON proposals (kind, subject) WHERE review = 'submitted';

CREATE UNIQUE INDEX reports_open ON reports (kind, subject, row_number) WHERE review = 'open';

CREATE INDEX statements_about ON statements (about_kind, about_id, stated_on, place);

CREATE INDEX statements_held ON statements (held_until) WHERE review = 'held';

CREATE INDEX statements_open ON statements (place) WHERE review IN ('submitted', 'held');

CREATE INDEX statements_place ON statements (place);

CREATE INDEX statements_turn ON statements (turn) WHERE turn IS NOT NULL;

CREATE INDEX traces_at ON traces (at);

CREATE INDEX watch_editions_edition ON watch_editions (edition_id);

CREATE INDEX watch_statements_statement ON watch_statements (statement_id);

CREATE INDEX watches_ended ON watches (ended_at) WHERE ended_at IS NOT NULL;

CREATE INDEX watches_until ON watches (until);

CREATE TABLE agreements (
	id TEXT NOT NULL,
	title_uk TEXT NOT NULL,
	title_ru TEXT NOT NULL,
	title_en TEXT NOT NULL,
	agreed_on TEXT NOT NULL,
	PRIMARY KEY (id)
)
 STRICT;

CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL,
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

CREATE TABLE answered_updates (
	update_id INTEGER NOT NULL,
	at INTEGER NOT NULL,
	PRIMARY KEY (update_id)
)
 STRICT;

CREATE TABLE at_work (
	id TEXT NOT NULL,
	task TEXT NOT NULL,
	seen_at INTEGER NOT NULL,
	PRIMARY KEY (id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE audience (
	event_id TEXT NOT NULL,
	chat_id TEXT NOT NULL,
	owed INTEGER DEFAULT '0' NOT NULL,
	PRIMARY KEY (event_id, chat_id),
	FOREIGN KEY(event_id) REFERENCES events (id),
	FOREIGN KEY(chat_id) REFERENCES chats (id) ON DELETE CASCADE
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE audit (
	place INTEGER NOT NULL,
	at INTEGER NOT NULL,
	moderator TEXT NOT NULL,
	act TEXT NOT NULL,
	subject TEXT NOT NULL,
	digest TEXT, hash TEXT DEFAULT '' NOT NULL,
	PRIMARY KEY (place)
)
 STRICT;

CREATE TABLE batches (
	id TEXT NOT NULL,
	exchange_id TEXT NOT NULL,
	side TEXT NOT NULL,
	category TEXT NOT NULL,
	state TEXT NOT NULL,
	standing_by TEXT,
	standing_since TEXT,
	version INTEGER NOT NULL, planned_on TEXT,
	PRIMARY KEY (id),
	CONSTRAINT every_state_has_its_statement CHECK (state IN ('draft', 'withdrawn') OR standing_by IS NOT NULL),
	FOREIGN KEY(exchange_id) REFERENCES exchanges (id),
	FOREIGN KEY(standing_by) REFERENCES statements (id)
)
 STRICT;

CREATE TABLE "chats" (
	id TEXT NOT NULL,
	sealed_id BLOB,
	found_by TEXT,
	telegram_id INTEGER,
	language TEXT NOT NULL,
	chosen INTEGER DEFAULT '0' NOT NULL,
	country TEXT,
	paused INTEGER DEFAULT '0' NOT NULL,
	last_number INTEGER DEFAULT '0' NOT NULL,
	made_on TEXT NOT NULL, blocked_at INTEGER,
	PRIMARY KEY (id),
	UNIQUE (found_by),
	CONSTRAINT every_chat_can_be_reached CHECK ((telegram_id IS NULL) = (sealed_id IS NOT NULL AND found_by IS NOT NULL))
)
 STRICT;

CREATE TABLE checks (
	at INTEGER NOT NULL,
	moderator TEXT NOT NULL,
	PRIMARY KEY (at, moderator)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE digested (
	chat_id TEXT NOT NULL,
	event_id TEXT NOT NULL,
	due INTEGER NOT NULL,
	digest_id TEXT,
	PRIMARY KEY (chat_id, event_id),
	FOREIGN KEY(chat_id) REFERENCES chats (id) ON DELETE CASCADE,
	FOREIGN KEY(event_id) REFERENCES events (id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE drafts (
	chat_id TEXT NOT NULL,
	form TEXT NOT NULL,
	fields TEXT NOT NULL,
	open INTEGER NOT NULL,
	place INTEGER NOT NULL,
	PRIMARY KEY (chat_id, form),
	FOREIGN KEY(chat_id) REFERENCES chats (id) ON DELETE CASCADE
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE edition_changes (
	edition_id TEXT NOT NULL,
	former_id TEXT NOT NULL,
	added INTEGER NOT NULL,
	removed INTEGER NOT NULL,
	changed INTEGER NOT NULL,
	paired INTEGER NOT NULL,
	PRIMARY KEY (edition_id, former_id),
	FOREIGN KEY(edition_id) REFERENCES editions (id),
	FOREIGN KEY(former_id) REFERENCES editions (id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE edition_faults (
	edition_id TEXT NOT NULL,
	place INTEGER NOT NULL,
	code TEXT NOT NULL,
	row_number INTEGER,
	column_held TEXT,
	rejects INTEGER NOT NULL,
	address TEXT,
	told TEXT NOT NULL,
	PRIMARY KEY (edition_id, place),
	FOREIGN KEY(edition_id) REFERENCES editions (id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE edition_uploads (
	edition_id TEXT NOT NULL,
	at INTEGER NOT NULL,
	total INTEGER NOT NULL,
	merged INTEGER NOT NULL,
	blank INTEGER NOT NULL,
	faults INTEGER NOT NULL,
	kind TEXT NOT NULL,
	encoding TEXT,
	sheet TEXT,
	reason TEXT NOT NULL,
	PRIMARY KEY (edition_id),
	FOREIGN KEY(edition_id) REFERENCES editions (id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE editions (
	id TEXT NOT NULL,
	list_id TEXT NOT NULL,
	number INTEGER NOT NULL,
	rows INTEGER NOT NULL,
	rejected INTEGER NOT NULL,
	digest TEXT NOT NULL,
	uploaded_by TEXT NOT NULL,
	review TEXT NOT NULL,
	submitted_by TEXT,
	published_by TEXT,
	published_at INTEGER,
	version INTEGER NOT NULL,
	place INTEGER NOT NULL, held_until INTEGER,
	PRIMARY KEY (id),
	FOREIGN KEY(list_id) REFERENCES lists (id)
)
 STRICT;

CREATE TABLE ended_labels (
	id TEXT NOT NULL,
	chat_id TEXT NOT NULL,
	subject_kind TEXT NOT NULL,
	subject_id TEXT NOT NULL,
	sealed_label BLOB NOT NULL,
	ended_at INTEGER NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(chat_id) REFERENCES chats (id) ON DELETE CASCADE
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE entries (
	edition_id TEXT NOT NULL,
	row_number INTEGER NOT NULL,
	printed_name TEXT NOT NULL,
	family TEXT,
	given TEXT,
	patronymic TEXT,
	birth_year INTEGER,
	family_id INTEGER NOT NULL,
	given_id INTEGER NOT NULL,
	PRIMARY KEY (edition_id, row_number),
	FOREIGN KEY(edition_id) REFERENCES editions (id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE entries_by_name (
	family_id INTEGER NOT NULL,
	given_id INTEGER NOT NULL,
	edition_id TEXT NOT NULL,
	row_number INTEGER NOT NULL,
	PRIMARY KEY (family_id, given_id, edition_id, row_number)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE errands (
	id TEXT NOT NULL,
	watch_id TEXT NOT NULL,
	kind TEXT NOT NULL,
	sealed_given BLOB,
	at INTEGER NOT NULL,
	sealed_reply BLOB,
	PRIMARY KEY (id),
	FOREIGN KEY(watch_id) REFERENCES watches (id) ON DELETE CASCADE
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE events (
	id TEXT NOT NULL,
	kind TEXT NOT NULL,
	subject_id TEXT NOT NULL,
	statement_id TEXT,
	at INTEGER NOT NULL,
	cursor TEXT NOT NULL,
	finished INTEGER NOT NULL, proposal_id TEXT, corrected_by TEXT, reported INTEGER DEFAULT '0' NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (kind, statement_id),
	FOREIGN KEY(statement_id) REFERENCES statements (id)
)
 STRICT;

CREATE TABLE exchanges (
	id TEXT NOT NULL,
	agreement_id TEXT,
	day TEXT NOT NULL, last_day TEXT,
	PRIMARY KEY (id),
	FOREIGN KEY(agreement_id) REFERENCES agreements (id)
)
 STRICT;

CREATE TABLE expected (
	chat_id TEXT NOT NULL,
	wish TEXT NOT NULL,
	subject_id TEXT NOT NULL,
	since INTEGER NOT NULL,
	PRIMARY KEY (chat_id),
	FOREIGN KEY(chat_id) REFERENCES chats (id) ON DELETE CASCADE
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE firings (
	event_id TEXT NOT NULL,
	edition_id TEXT NOT NULL,
	watch_id TEXT NOT NULL,
	batch_id TEXT NOT NULL,
	statement_id TEXT NOT NULL,
	sealed_marks BLOB NOT NULL,
	PRIMARY KEY (event_id, edition_id),
	FOREIGN KEY(event_id) REFERENCES events (id),
	FOREIGN KEY(edition_id) REFERENCES editions (id),
	FOREIGN KEY(watch_id) REFERENCES watches (id) ON DELETE CASCADE,
	FOREIGN KEY(batch_id) REFERENCES batches (id),
	FOREIGN KEY(statement_id) REFERENCES statements (id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE follow_editions (
	follow_id TEXT NOT NULL,
	edition_id TEXT NOT NULL,
	PRIMARY KEY (follow_id, edition_id),
	FOREIGN KEY(follow_id) REFERENCES follows (id) ON DELETE CASCADE,
	FOREIGN KEY(edition_id) REFERENCES editions (id)
)
 STRICT;

CREATE TABLE follow_statements (
	follow_id TEXT NOT NULL,
	statement_id TEXT NOT NULL,
	PRIMARY KEY (follow_id, statement_id),
	FOREIGN KEY(follow_id) REFERENCES follows (id) ON DELETE CASCADE,
	FOREIGN KEY(statement_id) REFERENCES statements (id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE follows (
	id TEXT NOT NULL,
	chat_id TEXT NOT NULL,
	subject_kind TEXT NOT NULL,
	subject_id TEXT NOT NULL,
	since INTEGER NOT NULL, paused INTEGER DEFAULT '0' NOT NULL, sealed_label BLOB,
	PRIMARY KEY (id),
	UNIQUE (chat_id, subject_kind, subject_id),
	FOREIGN KEY(chat_id) REFERENCES chats (id) ON DELETE CASCADE
)
 STRICT;

CREATE TABLE grants (
	id TEXT NOT NULL,
	token TEXT NOT NULL,
	name TEXT NOT NULL,
	invited_by TEXT NOT NULL,
	invited_at INTEGER NOT NULL,
	chat_id TEXT,
	review TEXT NOT NULL,
	agreed_by TEXT,
	until INTEGER,
	version INTEGER NOT NULL, role TEXT DEFAULT 'publisher' NOT NULL, days INTEGER DEFAULT '90' NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (token)
)
 STRICT;

CREATE TABLE lists (
	id TEXT NOT NULL,
	batch_id TEXT NOT NULL,
	publisher_id TEXT NOT NULL,
	link TEXT NOT NULL,
	published_on TEXT NOT NULL, switched_on INTEGER DEFAULT '0' NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(batch_id) REFERENCES batches (id),
	FOREIGN KEY(publisher_id) REFERENCES publishers (id)
)
 STRICT;

CREATE TABLE moderators (
	chat_id TEXT NOT NULL,
	name TEXT NOT NULL,
	PRIMARY KEY (chat_id),
	FOREIGN KEY(chat_id) REFERENCES chats (id) ON DELETE CASCADE
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE name_keys (
	"key" INTEGER NOT NULL,
	name_id INTEGER NOT NULL,
	PRIMARY KEY ("key", name_id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE names (
	id INTEGER NOT NULL,
	part TEXT NOT NULL,
	spelt TEXT NOT NULL,
	letters TEXT NOT NULL,
	rules INTEGER NOT NULL, known INTEGER DEFAULT '0' NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (part, spelt)
)
 STRICT;

CREATE TABLE outbox (
	id TEXT NOT NULL,
	chat_id TEXT NOT NULL,
	event_id TEXT NOT NULL,
	number INTEGER NOT NULL,
	code TEXT NOT NULL,
	state TEXT NOT NULL,
	due INTEGER NOT NULL,
	leased_until INTEGER,
	fence INTEGER DEFAULT '0' NOT NULL,
	attempts INTEGER DEFAULT '0' NOT NULL,
	uncertain INTEGER DEFAULT '0' NOT NULL,
	settled_at INTEGER,
	last_outcome TEXT, rank INTEGER DEFAULT '3' NOT NULL, silent INTEGER DEFAULT '0' NOT NULL, message_id INTEGER,
	PRIMARY KEY (id),
	UNIQUE (chat_id, event_id),
	UNIQUE (chat_id, code),
	CONSTRAINT only_lent_is_leased CHECK ((state = 'sending') = (leased_until IS NOT NULL)),
	FOREIGN KEY(chat_id) REFERENCES chats (id) ON DELETE CASCADE,
	FOREIGN KEY(event_id) REFERENCES events (id)
)
 STRICT;

CREATE TABLE preferences (
	chat_id TEXT NOT NULL,
	quiet_start INTEGER,
	quiet_end INTEGER,
	zone TEXT NOT NULL,
	direct INTEGER NOT NULL,
	digest INTEGER NOT NULL,
	sealed_phrase BLOB,
	most_watches INTEGER NOT NULL,
	asks_for_more TEXT,
	last_watch INTEGER DEFAULT '0' NOT NULL,
	PRIMARY KEY (chat_id),
	UNIQUE (asks_for_more),
	FOREIGN KEY(chat_id) REFERENCES chats (id) ON DELETE CASCADE
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE proposals (
	id TEXT NOT NULL,
	kind TEXT NOT NULL,
	subject TEXT NOT NULL,
	subject_digest TEXT NOT NULL,
	reason TEXT,
	words TEXT NOT NULL,
	leads_to TEXT,
	submitted_by TEXT NOT NULL,
	submitted_at INTEGER NOT NULL,
	review TEXT NOT NULL,
	agreed_by TEXT,
	version INTEGER NOT NULL,
	PRIMARY KEY (id)
)
 STRICT;

CREATE TABLE publishers (
	id TEXT NOT NULL,
	name TEXT NOT NULL,
	kind TEXT NOT NULL,
	PRIMARY KEY (id)
)
 STRICT;

CREATE TABLE reports (
	id TEXT NOT NULL,
	kind TEXT NOT NULL,
	subject TEXT NOT NULL,
	row_number INTEGER NOT NULL,
	at INTEGER NOT NULL,
	review TEXT NOT NULL,
	closed_by TEXT,
	closed_at INTEGER,
	version INTEGER NOT NULL,
	PRIMARY KEY (id)
)
 STRICT;

CREATE TABLE searched_classes (
	class TEXT NOT NULL,
	PRIMARY KEY (class)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE second_factors (
	chat_id TEXT NOT NULL,
	sealed_secret BLOB NOT NULL,
	enrolled_at INTEGER NOT NULL,
	last_step INTEGER DEFAULT '0' NOT NULL,
	PRIMARY KEY (chat_id),
	FOREIGN KEY(chat_id) REFERENCES chats (id) ON DELETE CASCADE
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE statements (
	id TEXT NOT NULL,
	about_kind TEXT NOT NULL,
	about_id TEXT NOT NULL,
	party TEXT NOT NULL,
	kind TEXT NOT NULL,
	number INTEGER,
	counted TEXT,
	words TEXT NOT NULL,
	publisher TEXT NOT NULL,
	stated_on TEXT NOT NULL,
	link TEXT,
	moves_to TEXT,
	submitted_by TEXT NOT NULL,
	review TEXT NOT NULL,
	published_by TEXT,
	held_until INTEGER,
	version INTEGER NOT NULL,
	place INTEGER NOT NULL, turn INTEGER,
	PRIMARY KEY (id)
)
 STRICT;

CREATE TABLE switches (
	switch TEXT NOT NULL,
	at INTEGER NOT NULL,
	moderator TEXT NOT NULL,
	PRIMARY KEY (switch)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE takedowns (
	edition_id TEXT NOT NULL,
	row_digest TEXT NOT NULL,
	from_edition TEXT NOT NULL,
	row_number INTEGER NOT NULL,
	report_id TEXT,
	PRIMARY KEY (edition_id, row_digest),
	FOREIGN KEY(edition_id) REFERENCES editions (id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE told_of_the_log (
	place INTEGER NOT NULL,
	PRIMARY KEY (place)
)
 STRICT;

CREATE TABLE traces (
	mark TEXT NOT NULL,
	message_id INTEGER NOT NULL,
	at INTEGER NOT NULL,
	PRIMARY KEY (mark, message_id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE watch_editions (
	watch_id TEXT NOT NULL,
	edition_id TEXT NOT NULL,
	PRIMARY KEY (watch_id, edition_id),
	FOREIGN KEY(watch_id) REFERENCES watches (id) ON DELETE CASCADE,
	FOREIGN KEY(edition_id) REFERENCES editions (id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE watch_statements (
	watch_id TEXT NOT NULL,
	statement_id TEXT NOT NULL,
	PRIMARY KEY (watch_id, statement_id),
	FOREIGN KEY(watch_id) REFERENCES watches (id) ON DELETE CASCADE,
	FOREIGN KEY(statement_id) REFERENCES statements (id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE watches (
	id TEXT NOT NULL,
	chat_id TEXT NOT NULL,
	number INTEGER NOT NULL,
	sealed_name BLOB NOT NULL,
	sealed_label BLOB,
	since INTEGER NOT NULL,
	until INTEGER NOT NULL,
	paused INTEGER DEFAULT '0' NOT NULL,
	renewal_asked INTEGER DEFAULT '0' NOT NULL,
	ended_at INTEGER,
	version INTEGER DEFAULT '0' NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (chat_id, number),
	FOREIGN KEY(chat_id) REFERENCES chats (id) ON DELETE CASCADE
)
 STRICT;

CREATE TRIGGER audit_refuses_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is only ever added to'); END;

CREATE TRIGGER audit_refuses_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is only ever added to'); END;

