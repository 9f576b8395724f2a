-- Dropout watch (控辍保学): children who stay away, whom their school turned to, what was said and done until they are back. Words are sealed under the child's key.

-- After how many school days in a row a family is called; the newest word counts.
-- room: dropout
create table dropout_rule (
  school_id uuid not null,
  number bigint not null,
  days bigint not null check (days between 1 and 10),
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, number)
);

-- A child that may leave school (疑似辍学).
-- room: dropout
create table dropout_case (
  school_id uuid not null,
  id uuid not null,
  pupil_id uuid not null,
  class_id uuid not null,
  cause text not null check (cause in ('absence', 'report', 'not_back', 'lost_transfer')),
  last_seen date,
  day date not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create index dropout_case_by_pupil on dropout_case (school_id, pupil_id);

-- What was done for it and what became of it; the newest step counts.
-- room: dropout
create table dropout_step (
  school_id uuid not null,
  case_id uuid not null,
  number bigint not null,
  what text not null check (what in ('opened', 'contacted', 'persuaded', 'unreached', 'reported', 'dropped', 'returned', 'excused', 'moved', 'checked')),
  day date not null,
  way text not null,
  reason text not null,
  words_sealed bytea not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, case_id, number),
  foreign key (school_id, case_id) references dropout_case (school_id, id)
);

-- The report of a month (一月一报) as it was handed in: counts alone.
-- room: dropout
create table dropout_report (
  school_id uuid not null,
  month date not null,
  number bigint not null,
  counts text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, month, number)
);
