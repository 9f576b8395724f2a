-- Flows around what is done with children: what the child tells, families who do not answer, tutoring by subject teachers, the five selves.

-- The child tells how it goes (A9-08): mood and words, sealed under its key. It stays as it was told; the next one is a new row.
-- room: activity
create table activity_told (
  school_id uuid not null,
  id uuid not null,
  pupil_id uuid not null,
  day date not null,
  how text not null check (how in ('self', 'dictated', 'paper')),
  body_sealed bytea not null,
  staff_id uuid not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create index activity_told_by_pupil on activity_told (school_id, pupil_id, day);

-- A family that does not answer is brought before the leader of the grade (A9-22).
-- room: activity
create table activity_raise (
  school_id uuid not null,
  id uuid not null,
  pupil_id uuid not null,
  staff_id uuid not null,
  leader_id uuid not null,
  reason text not null check (reason in ('not_reached', 'differs')),
  day date not null,
  body_sealed bytea not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create index activity_raise_by_pupil on activity_raise (school_id, pupil_id, day);
create index activity_raise_by_staff on activity_raise (school_id, staff_id, day);
create index activity_raise_by_leader on activity_raise (school_id, leader_id, day);

-- The contacts on record that it rests on.
-- shape: keys
-- room: activity
create table activity_raise_contact (
  school_id uuid not null,
  raise_id uuid not null,
  activity_id uuid not null,
  primary key (school_id, raise_id, activity_id),
  foreign key (school_id, raise_id) references activity_raise (school_id, id),
  foreign key (school_id, activity_id) references activity (school_id, id)
);

-- Accepted, returned with an outcome, seen by who raised it: each once.
-- room: activity
create table activity_raise_step (
  school_id uuid not null,
  raise_id uuid not null,
  what text not null check (what in ('accepted', 'returned', 'seen')),
  day date not null,
  outcome text not null,
  body_sealed bytea,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, raise_id, what),
  foreign key (school_id, raise_id) references activity_raise (school_id, id)
);

-- Why a subject teacher tutors a child of the list with nothing of the plan (A6-09); the newest word counts.
-- room: plan
create table plan_cover_reason (
  school_id uuid not null,
  pupil_id uuid not null,
  subject text not null,
  term_id uuid not null,
  reason text not null check (reason in ('well', 'elsewhere', 'later', 'other')),
  text_sealed bytea,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, pupil_id, subject, term_id)
);

-- The table of a class as it was filed: how many cells have a task with a time, how many a reason.
-- room: plan
create table plan_cover_filed (
  school_id uuid not null,
  class_id uuid not null,
  term_id uuid not null,
  number bigint not null,
  day date not null,
  covered bigint not null,
  uncovered bigint not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, class_id, term_id, number)
);

-- The five selves as the child rates them with pictures (A6-01), twice a term; the newest word of a half counts.
-- room: plan
create table plan_self (
  school_id uuid not null,
  plan_id uuid not null,
  term_id uuid not null,
  half bigint not null check (half in (1, 2)),
  self text not null,
  step text not null check (step in ('seed', 'sprout', 'flower')),
  day date not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, plan_id, term_id, half, self)
);
