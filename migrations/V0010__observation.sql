-- What teachers, families and children see beyond marks.

-- A teacher's tick form for a class on a day; the newest of each teacher in a term counts. With an import it came in a sheet and not from the teacher's own hand.
-- room: screening
create table observation_sheet (
  school_id uuid not null,
  id uuid not null,
  class_id uuid not null,
  term_id uuid not null,
  staff_id uuid not null,
  day date not null,
  import_id uuid,
  at_ms bigint not null,
  primary key (school_id, id)
);
create unique index observation_sheet_once on observation_sheet (school_id, class_id, staff_id, day);
create index observation_sheet_by_import on observation_sheet (school_id, import_id);
create index observation_sheet_by_term on observation_sheet (school_id, term_id, day);

-- A child who stands out on a sheet; who does not has no row.
-- room: screening
create table observation_mark (
  school_id uuid not null,
  sheet_id uuid not null,
  pupil_id uuid not null,
  item text not null,
  seen text not null check (seen in ('watch', 'help')),
  import_id uuid,
  primary key (school_id, sheet_id, pupil_id, item),
  foreign key (school_id, sheet_id) references observation_sheet (school_id, id)
);
create index observation_mark_by_import on observation_mark (school_id, import_id);

-- Something that happened on a day: homework not handed in, an event of conduct. Once a day for each kind and teacher.
-- room: screening
create table conduct_event (
  school_id uuid not null,
  id uuid not null,
  class_id uuid not null,
  pupil_id uuid not null,
  staff_id uuid not null,
  kind text not null,
  day date not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create unique index conduct_event_once on conduct_event (school_id, pupil_id, day, kind, staff_id);
create index conduct_event_by_class on conduct_event (school_id, class_id, day);
create index conduct_event_by_day on conduct_event (school_id, day);

-- An event that was noted by mistake.
-- room: screening
create table conduct_event_withdrawal (
  school_id uuid not null,
  event_id uuid not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, event_id),
  foreign key (school_id, event_id) references conduct_event (school_id, id)
);

-- Somebody thinks of a child: who, how it was heard, reasons as codes, own words sealed under the child's key.
-- room: screening
create table nomination (
  school_id uuid not null,
  id uuid not null,
  pupil_id uuid not null,
  class_id uuid not null,
  term_id uuid not null,
  source text not null check (source in ('teacher', 'parent', 'grandparent', 'child')),
  heard text not null check (heard in ('own', 'talk', 'phone', 'strip', 'link')),
  reasons text not null,
  words_sealed bytea,
  day date not null,
  staff_id uuid not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create index nomination_by_class on nomination (school_id, class_id, day);
create index nomination_by_term on nomination (school_id, term_id);
create index nomination_by_pupil on nomination (school_id, pupil_id);

-- What the class answered to a nomination; declined ones keep their answer.
-- room: screening
create table nomination_answer (
  school_id uuid not null,
  nomination_id uuid not null,
  how text not null check (how in ('taken_up', 'watching', 'declined')),
  words_sealed bytea,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, nomination_id),
  foreign key (school_id, nomination_id) references nomination (school_id, id)
);

-- A link for the family of one child: it says neither name nor class, lapses by itself, and is answered a few times at most.
-- room: screening
create table nomination_link (
  school_id uuid not null,
  id uuid not null,
  pupil_id uuid not null,
  class_id uuid not null,
  from_day date not null,
  until_day date not null,
  answers bigint not null default 0,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  check (answers between 0 and 3)
);
create index nomination_link_by_class on nomination_link (school_id, class_id, until_day);
