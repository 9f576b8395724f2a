-- One case file per child (一生一档), however many programmes: A5-03, B3-03, B6-03. It exists from the confirmation on; its row is written at the
-- first act. What people write in it is sealed under the child's key: erasing the child destroys the key and with it all of these texts.

-- room: casefile
create table case_file (
  school_id uuid not null,
  id uuid not null,
  pupil_id uuid not null,
  opened_day date not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create unique index case_file_of_pupil on case_file (school_id, pupil_id);

-- What became of the file: watched before an exit, exited with an outcome, reopened (A2-23).
-- room: casefile
create table case_step (
  school_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  number bigint not null,
  what text not null check (what in ('watched', 'exited', 'reopened')),
  day date not null,
  outcome text not null default '',
  text_sealed bytea not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, case_id) references case_file (school_id, id)
);
create unique index case_step_by_case on case_step (school_id, case_id, number);

-- Strengths and the child's own words: who said it, and whether it was written down for the child.
-- room: casefile
create table case_note (
  school_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  kind text not null check (kind in ('strength', 'voice')),
  said_by text not null check (said_by in ('child', 'teacher', 'family', 'classmate')),
  how text not null check (how in ('dictated', 'written', 'seen')),
  day date not null,
  text_sealed bytea not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, case_id) references case_file (school_id, id)
);
create index case_note_by_case on case_note (school_id, case_id, day);

-- A note that its author took back: it stays, unseen.
-- room: casefile
create table case_note_end (
  school_id uuid not null,
  note_id uuid not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, note_id),
  foreign key (school_id, note_id) references case_note (school_id, id)
);

-- What one teacher answered about the causes for one child in one term; the newest sheet of a person and part counts, older ones stay.
-- room: casefile
create table cause_sheet (
  school_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  term_id uuid not null,
  staff_id uuid not null,
  part text not null,
  degree text not null default '' check (degree in ('', 'light', 'some', 'much')),
  number bigint not null,
  day date not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, case_id) references case_file (school_id, id)
);
create unique index cause_sheet_once on cause_sheet (school_id, case_id, term_id, staff_id, part, number);

-- room: casefile
create table cause_tick (
  school_id uuid not null,
  sheet_id uuid not null,
  cause text not null,
  evidence_sealed bytea not null,
  primary key (school_id, sheet_id, cause),
  foreign key (school_id, sheet_id) references cause_sheet (school_id, id)
);

-- The file of a subject (A7-07, B6-03): the newest entry counts, older ones stay; `asked` when its teachers were told.
-- room: casefile
create table case_subject (
  school_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  number bigint not null,
  subject text not null,
  what text not null check (what in ('asked', 'entry')),
  day date not null,
  gaps_sealed bytea not null,
  works_sealed bytea not null,
  next_sealed bytea not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, case_id) references case_file (school_id, id)
);
create unique index case_subject_by_case on case_subject (school_id, case_id, number);

-- B10-13: the pattern of giving up, from being noticed to being over. The counsellor's alone.
-- room: casefile
create table case_give_up (
  school_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  number bigint not null,
  stage text not null check (stage in ('noticed', 'working', 'over')),
  day date not null,
  text_sealed bytea not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, case_id) references case_file (school_id, id)
);
create unique index case_give_up_by_case on case_give_up (school_id, case_id, number);
