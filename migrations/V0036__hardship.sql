-- Hardship determination (家庭经济困难认定): rounds of a year and of a term, cases with their steps, panels of classes, notices that withdraw themselves, weights of the score sheet, what became
-- known later. What is written of a family is sealed under its child's key.

-- A round: once a year, and an adjustment in the second term.
-- room: hardship
create table hardship_round (
  school_id uuid not null,
  id uuid not null,
  start_year bigint not null,
  kind text not null check (kind in ('year', 'adjustment')),
  levels bigint not null check (levels between 1 and 4),
  apply_until date not null,
  notice_days bigint not null check (notice_days between 1 and 30),
  shows_level boolean not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id)
);

-- How far a round is; the newest step counts. A notice has its last day.
-- room: hardship
create table hardship_round_step (
  school_id uuid not null,
  round_id uuid not null,
  number bigint not null,
  stage text not null check (stage in ('applying', 'panels', 'deciding', 'noticed', 'filed')),
  day date not null,
  until_day date,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, round_id, number),
  foreign key (school_id, round_id) references hardship_round (school_id, id)
);

-- The families of a class were told, all of them alike, so that nobody need ask.
-- room: hardship
create table hardship_told (
  school_id uuid not null,
  round_id uuid not null,
  class_id uuid not null,
  day date not null,
  way text not null check (way in ('letter', 'meeting', 'call')),
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, round_id, class_id),
  foreign key (school_id, round_id) references hardship_round (school_id, id)
);

-- Who sits in the panel of a class. Parents are there by name alone.
-- room: hardship
create table hardship_member (
  school_id uuid not null,
  id uuid not null,
  round_id uuid not null,
  class_id uuid not null,
  role text not null check (role in ('teacher', 'parent', 'grade')),
  name text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, round_id) references hardship_round (school_id, id)
);
create index hardship_member_by_class on hardship_member (school_id, round_id, class_id);

-- A child in a round. `place` is 1; more only where two entries of one child were united that both had a case.
-- room: hardship
create table hardship_case (
  school_id uuid not null,
  id uuid not null,
  round_id uuid not null,
  pupil_id uuid not null,
  class_id uuid not null,
  place bigint not null default 1,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  unique (school_id, round_id, pupil_id, place),
  foreign key (school_id, round_id) references hardship_round (school_id, id)
);
create index hardship_case_by_pupil on hardship_case (school_id, pupil_id);

-- What the family says, or what the school found; the newest counts.
-- room: hardship
create table hardship_form (
  school_id uuid not null,
  case_id uuid not null,
  number bigint not null,
  form_sealed bytea not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, case_id, number),
  foreign key (school_id, case_id) references hardship_case (school_id, id)
);

-- What became of a case; the newest step counts. Of a decision: its level.
-- room: hardship
create table hardship_step (
  school_id uuid not null,
  case_id uuid not null,
  number bigint not null,
  what text not null check (what in ('nominated', 'applied', 'found', 'withdrawn', 'reviewed', 'decided', 'appealed', 'objected', 'filed')),
  level bigint check (level between 0 and 4),
  reason_sealed bytea not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, case_id, number),
  foreign key (school_id, case_id) references hardship_case (school_id, id)
);

-- A child that stands on no notice, with the reason sealed: the newest word counts.
-- room: hardship
create table hardship_shielded (
  school_id uuid not null,
  case_id uuid not null,
  number bigint not null,
  shielded boolean not null,
  reason_sealed bytea not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, case_id, number),
  foreign key (school_id, case_id) references hardship_case (school_id, id)
);

-- Points of a mark on the score sheet: of the school, or of a village. The newest counts.
-- room: hardship
create table hardship_points (
  school_id uuid not null,
  id uuid not null,
  village_id uuid,
  mark text not null,
  number bigint not null,
  points bigint not null check (points between 0 and 100),
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create index hardship_points_by_village on hardship_points (school_id, village_id);

-- What became known later of a decision: a family in need was missed, or one that was not in need was taken in. The newest word counts.
-- room: hardship
create table hardship_later (
  school_id uuid not null,
  id uuid not null,
  round_id uuid not null,
  pupil_id uuid not null,
  kind text not null check (kind in ('missed', 'mistaken', 'right')),
  day date not null,
  reason_sealed bytea not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, round_id) references hardship_round (school_id, id)
);
create index hardship_later_by_pupil on hardship_later (school_id, pupil_id);

-- The level of hardship of a child in a school year, 0 to 4; the newest word counts. It stood in the room of aid, which reads it now.
-- room: hardship
create table hardship_level (
  school_id uuid not null,
  id uuid not null,
  pupil_id uuid not null,
  start_year bigint not null,
  number bigint not null,
  level bigint not null check (level between 0 and 4),
  source text not null,
  reason_sealed bytea not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create index hardship_level_by_pupil on hardship_level (school_id, pupil_id, start_year);
create index hardship_level_by_year on hardship_level (school_id, start_year);
insert into hardship_level select school_id, id, pupil_id, start_year, number, level, source, reason_sealed, actor, at_ms from aid_level;
drop table aid_level;
