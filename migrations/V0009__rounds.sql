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
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, confirmation_id),
  foreign key (school_id, confirmation_id) references confirmation (school_id, id)
);

-- A round of the survey (一轮摸底), opened by the office for one programme and term.
-- room: screening
create table survey_round (
  school_id uuid not null,
  id uuid not null,
  programme_id uuid not null,
  term_id uuid not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, term_id) references term (school_id, id)
);
create unique index survey_round_once on survey_round (school_id, term_id, programme_id);

-- By when the classes hand up, and those of new pupils; the newest counts, a moved day says why.
-- room: screening
create table survey_round_day (
  school_id uuid not null,
  round_id uuid not null,
  number bigint not null,
  due_day date not null,
  due_new_day date not null,
  reason text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, round_id, number),
  foreign key (school_id, round_id) references survey_round (school_id, id)
);

-- What happened to the list of a class: handed up, given back, compiled by the grade, filed. Where it stands is the newest step.
-- room: screening
create table list_step (
  school_id uuid not null,
  round_id uuid not null,
  class_id uuid not null,
  number bigint not null,
  step text not null check (step in ('handed_up', 'returned', 'compiled', 'filed')),
  note text not null,
  duties text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, round_id, class_id, number),
  foreign key (school_id, round_id) references survey_round (school_id, id)
);

-- A child whom no mark shows, put on the list by hand: a code, and the words of whom it comes from. What people write of a child is sealed under its key.
-- room: screening
create table list_addition (
  school_id uuid not null,
  round_id uuid not null,
  pupil_id uuid not null,
  class_id uuid not null,
  code text not null,
  source text not null,
  words_sealed bytea,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, round_id, pupil_id),
  foreign key (school_id, round_id) references survey_round (school_id, id)
);

-- A talk face to face, before something is decided (B8-05).
-- room: screening
create table review_talk (
  school_id uuid not null,
  id uuid not null,
  round_id uuid not null,
  pupil_id uuid not null,
  day date not null,
  by_whom text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, round_id) references survey_round (school_id, id)
);
create index review_talk_by_pupil on review_talk (school_id, round_id, pupil_id);

-- What the class says of a child; the newest number counts. It goes with the child into another class.
-- room: screening
create table verdict (
  school_id uuid not null,
  id uuid not null,
  round_id uuid not null,
  pupil_id uuid not null,
  number bigint not null,
  class_id uuid not null,
  what text not null check (what in ('confirmed', 'continued', 'adjusted', 'watched', 'declined', 'exited')),
  category text not null,
  kind text not null,
  cause_sealed bytea,
  reason_sealed bytea,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, round_id) references survey_round (school_id, id)
);
create unique index verdict_once on verdict (school_id, round_id, pupil_id, number);

-- What a teacher of the class says of a child, for or against (B6-04); the newest of each teacher counts.
-- room: screening
create table opinion (
  school_id uuid not null,
  round_id uuid not null,
  pupil_id uuid not null,
  staff_id uuid not null,
  number bigint not null,
  subject text not null,
  stance text not null check (stance in ('for', 'against', 'unsure')),
  words_sealed bytea,
  at_ms bigint not null,
  primary key (school_id, round_id, pupil_id, staff_id, number),
  foreign key (school_id, round_id) references survey_round (school_id, id)
);

-- A line of the change sheet (变更单): what was added to or taken from a filed list, and why.
-- room: screening
create table change_line (
  school_id uuid not null,
  round_id uuid not null,
  number bigint not null,
  pupil_id uuid not null,
  class_id uuid not null,
  what text not null check (what in ('added', 'withdrawn')),
  category text not null,
  kind text not null,
  reason_sealed bytea,
  day date not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, round_id, number),
  foreign key (school_id, round_id) references survey_round (school_id, id)
);
