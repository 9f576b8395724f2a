-- From candidates to confirmed pupils: a round of the office, what a class says of each child, the way of the lists, and what was filed.

-- A pupil confirmed for a category of a programme (A9-14…17): written when the list is filed, or by a change sheet after it. It lapses by itself
-- at its last day (A2-23); until then it may be ended early by a row of `confirmation_end`.
-- room: screening
create table confirmation (
  school_id uuid not null,
  id uuid not null,
  pupil_id uuid not null,
  programme_id uuid not null,
  term_id uuid not null,
  category text not null,
  kind text not null default '',
  from_day date not null,
  until_day date not null,
  verdict_id uuid not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create unique index confirmation_once on confirmation (school_id, term_id, programme_id, pupil_id, category);
create index confirmation_by_pupil on confirmation (school_id, pupil_id, until_day);

-- A confirmation ended before its last day: withdrawn by a change sheet, or the child is out of the list (出列).
-- room: screening
create table confirmation_end (
  school_id uuid not null,
  confirmation_id uuid not null,
  day date not null,
  how text not null check (how in ('withdrawn', 'exited')),
  reason text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, confirmation_id),
  foreign key (school_id, confirmation_id) references confirmation (school_id, id)
);
