-- One plan per child (一人一策): versions with their parts, what the team decided, the child's own goals and habits, the school's own measures.
-- What people write about a child is sealed under the child's key, as in the case file: erasing the child makes all of it unreadable.

-- room: plan
create table support_plan (
  school_id uuid not null,
  id uuid not null,
  pupil_id uuid not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create unique index support_plan_of_pupil on support_plan (school_id, pupil_id);

-- A version: a draft until it is fixed; then it stays as it is (A1-02). An individual education plan (B4-14) is a form of it.
-- room: plan
create table plan_version (
  school_id uuid not null,
  id uuid not null,
  plan_id uuid not null,
  number bigint not null,
  form text not null check (form in ('support', 'iep')),
  from_day date not null,
  until_day date not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, plan_id) references support_plan (school_id, id)
);
create unique index plan_version_by_plan on plan_version (school_id, plan_id, number);

-- A part of a version. The key is the same in all versions; rev tells two windows apart.
-- room: plan
create table plan_item (
  school_id uuid not null,
  version_id uuid not null,
  item_key uuid not null,
  kind text not null check (kind in ('goal', 'measure', 'demand', 'child', 'family', 'section')),
  dimension text not null check (dimension in ('thought', 'living', 'learning', 'psychology', 'habits')),
  need text not null check (need in ('lesson', 'family', 'hardship', 'mind')),
  subject text not null default '',
  place bigint not null,
  rev bigint not null,
  removed boolean not null default false,
  body_sealed bytea not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, version_id, item_key),
  foreign key (school_id, version_id) references plan_version (school_id, id)
);

-- A version was laid before the team: from then on it is not changed.
-- room: plan
create table plan_fixing (
  school_id uuid not null,
  version_id uuid not null,
  reason_sealed bytea not null,
  day date not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, version_id),
  foreign key (school_id, version_id) references plan_version (school_id, id)
);

-- Who signed a version, in which duty (B3-04: several sign).
-- room: plan
create table plan_signature (
  school_id uuid not null,
  version_id uuid not null,
  staff_id uuid not null,
  duty text not null,
  day date not null,
  at_ms bigint not null,
  primary key (school_id, version_id, staff_id, duty),
  foreign key (school_id, version_id) references plan_version (school_id, id),
  foreign key (school_id, staff_id) references staff (school_id, id)
);

-- The approval of a version, or its return with a comment (A1-02).
-- room: plan
create table plan_decision (
  school_id uuid not null,
  version_id uuid not null,
  decision text not null check (decision in ('approved', 'returned')),
  text_sealed bytea not null,
  day date not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, version_id),
  foreign key (school_id, version_id) references plan_version (school_id, id)
);

-- A meeting of the team (A1-02); one meeting may handle many children.
-- room: plan
create table plan_meeting (
  school_id uuid not null,
  id uuid not null,
  day date not null,
  place text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create index plan_meeting_by_day on plan_meeting (school_id, day);

-- room: plan
create table plan_attendance (
  school_id uuid not null,
  meeting_id uuid not null,
  staff_id uuid not null,
  primary key (school_id, meeting_id, staff_id),
  foreign key (school_id, meeting_id) references plan_meeting (school_id, id),
  foreign key (school_id, staff_id) references staff (school_id, id)
);

-- What a meeting decided for one child, and who of the family was there.
-- room: plan
create table plan_meeting_case (
  school_id uuid not null,
  meeting_id uuid not null,
  version_id uuid not null,
  plan_id uuid not null,
  decision_sealed bytea not null,
  guests_sealed bytea not null,
  primary key (school_id, meeting_id, version_id),
  foreign key (school_id, meeting_id) references plan_meeting (school_id, id),
  foreign key (school_id, version_id) references plan_version (school_id, id)
);
create index plan_meeting_case_by_plan on plan_meeting_case (school_id, plan_id);

-- A goal that the child set itself (A2-20, A2-21), and what came of it.
-- room: plan
create table plan_own_goal (
  school_id uuid not null,
  id uuid not null,
  plan_id uuid not null,
  subject text not null,
  day date not null,
  body_sealed bytea not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, plan_id) references support_plan (school_id, id)
);
create index plan_own_goal_by_plan on plan_own_goal (school_id, plan_id, day);

-- room: plan
create table plan_own_result (
  school_id uuid not null,
  goal_id uuid not null,
  body_sealed bytea not null,
  day date not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, goal_id),
  foreign key (school_id, goal_id) references plan_own_goal (school_id, id)
);

-- The habits that a child follows (A6-01, A7-21, B7-08, B8-09), from a day on; a row with an end is history.
-- room: plan
create table plan_habit (
  school_id uuid not null,
  plan_id uuid not null,
  habit text not null,
  from_day date not null,
  until_day date,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, plan_id, habit, from_day),
  foreign key (school_id, plan_id) references support_plan (school_id, id)
);

-- How a week went, as the child says it.
-- room: plan
create table plan_habit_week (
  school_id uuid not null,
  plan_id uuid not null,
  week_day date not null,
  habit text not null,
  mark text not null check (mark in ('full', 'half', 'none')),
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, plan_id, week_day, habit),
  foreign key (school_id, plan_id) references support_plan (school_id, id)
);

-- Measures of the school's own, per category or cause (A8-17). They are about no child.
-- room: plan
create table plan_measure (
  school_id uuid not null,
  id uuid not null,
  text text not null,
  dimension text not null check (dimension in ('thought', 'living', 'learning', 'psychology', 'habits')),
  hand text not null,
  times bigint not null check (times between 1 and 99),
  span text not null check (span in ('lesson', 'day', 'week', 'month', 'unit', 'term')),
  category text not null default '',
  cause text not null default '',
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id)
);

-- room: plan
create table plan_measure_end (
  school_id uuid not null,
  measure_id uuid not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, measure_id),
  foreign key (school_id, measure_id) references plan_measure (school_id, id)
);
