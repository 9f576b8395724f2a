-- Meetings about the work with children, what they decide, experience without names, difficult cases, feedback to the leader, summaries, reminders.

-- Exchange of who helps the children of a class (A9-24, B6-10) or works in one office, of a research group (B9-05), of the leading group (A9-26, B4-17).
-- room: supervision
create table meeting (
  school_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('class', 'office', 'research', 'steering')),
  scope_id uuid not null,
  day date not null,
  place text not null,
  staff_id uuid not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create index meeting_by_day on meeting (school_id, day);

-- Who is asked to come, and whether they came; before it was held nobody came.
-- room: supervision
create table meeting_person (
  school_id uuid not null,
  meeting_id uuid not null,
  staff_id uuid not null,
  came boolean not null,
  primary key (school_id, meeting_id, staff_id),
  foreign key (school_id, meeting_id) references meeting (school_id, id)
);
create index meeting_person_by_staff on meeting_person (school_id, staff_id);

-- What is to be spoken of: a child with the reason, sealed under its key, or a matter without names.
-- room: supervision
create table meeting_item (
  school_id uuid not null,
  id uuid not null,
  meeting_id uuid not null,
  place bigint not null,
  pupil_id uuid,
  body text not null,
  body_sealed bytea,
  staff_id uuid not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, meeting_id) references meeting (school_id, id)
);
create index meeting_item_by_meeting on meeting_item (school_id, meeting_id, place);
create index meeting_item_by_pupil on meeting_item (school_id, pupil_id);

-- What was noted or decided, with who does it by when.
-- room: supervision
create table meeting_decision (
  school_id uuid not null,
  id uuid not null,
  meeting_id uuid not null,
  item_id uuid not null,
  pupil_id uuid,
  what text not null check (what in ('noted', 'task', 'plan', 'talk', 'visit')),
  staff_id uuid,
  due_day date,
  body text not null,
  body_sealed bytea,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, item_id) references meeting_item (school_id, id)
);
create index meeting_decision_by_meeting on meeting_decision (school_id, meeting_id);
create index meeting_decision_by_pupil on meeting_decision (school_id, pupil_id);

-- What came of a decision.
-- room: supervision
create table meeting_outcome (
  school_id uuid not null,
  decision_id uuid not null,
  day date not null,
  body text not null,
  body_sealed bytea,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, decision_id),
  foreign key (school_id, decision_id) references meeting_decision (school_id, id)
);

-- It was held, with general minutes, or dropped, with the reason: once.
-- room: supervision
create table meeting_end (
  school_id uuid not null,
  meeting_id uuid not null,
  what text not null check (what in ('held', 'dropped')),
  day date not null,
  body text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, meeting_id),
  foreign key (school_id, meeting_id) references meeting (school_id, id)
);

-- What works, for colleagues to read: never a child's name.
-- room: supervision
create table experience (
  school_id uuid not null,
  id uuid not null,
  meeting_id uuid,
  topic text not null,
  body text not null,
  day date not null,
  staff_id uuid not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create index experience_by_day on experience (school_id, day);

-- A difficult case, brought before the leader of the grade (A9-27).
-- room: supervision
create table hard_case (
  school_id uuid not null,
  id uuid not null,
  pupil_id uuid not null,
  staff_id uuid not null,
  leader_id uuid not null,
  day date not null,
  body_sealed bytea not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create index hard_case_by_pupil on hard_case (school_id, pupil_id, day);
create index hard_case_by_staff on hard_case (school_id, staff_id, day);
create index hard_case_by_leader on hard_case (school_id, leader_id, day);

-- Accepted, decided, returned with the outcome, seen by who raised it: each once.
-- room: supervision
create table hard_case_step (
  school_id uuid not null,
  case_id uuid not null,
  what text not null check (what in ('accepted', 'decided', 'returned', 'seen')),
  day date not null,
  body_sealed bytea,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, case_id, what),
  foreign key (school_id, case_id) references hard_case (school_id, id)
);

-- A monthly report, which is the feedback to the sponsor leader (A9-21), or a summary of the term (A9-32), of a helper, a class, a grade or the school.
-- room: supervision
create table summary (
  school_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('month', 'term')),
  scope text not null check (scope in ('helper', 'class', 'grade', 'school')),
  scope_id uuid not null,
  from_day date not null,
  until_day date not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create index summary_by_day on summary (school_id, from_day);

-- What a person wrote over a drafted part; each version stays.
-- room: supervision
create table summary_part (
  school_id uuid not null,
  summary_id uuid not null,
  part text not null,
  number bigint not null,
  body text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, summary_id, part, number),
  foreign key (school_id, summary_id) references summary (school_id, id)
);

-- Handed in with its parts as they were then; confirmed or returned by who it was handed to; read by its author.
-- room: supervision
create table summary_step (
  school_id uuid not null,
  summary_id uuid not null,
  number bigint not null,
  what text not null check (what in ('handed', 'confirmed', 'returned', 'seen')),
  day date not null,
  staff_id uuid not null,
  reader_id uuid not null,
  body text not null,
  parts text not null,
  at_ms bigint not null,
  primary key (school_id, summary_id, number),
  foreign key (school_id, summary_id) references summary (school_id, id)
);
create index summary_step_by_reader on summary_step (school_id, reader_id, day);

-- When people are reminded outside of the product, and the address of the product in what is sent (off until somebody switches it on).
-- room: supervision
create table reminder_rule (
  school_id uuid not null,
  is_on boolean not null,
  hour bigint not null check (hour between 0 and 23),
  address text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id)
);

-- A way out: a mail server, or the robot of a group. Its secrets are sealed under the school's key.
-- room: supervision
create table reminder_channel (
  school_id uuid not null,
  channel text not null check (channel in ('mail', 'wecom', 'dingtalk', 'feishu')),
  is_on boolean not null,
  body_sealed bytea not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, channel)
);

-- Where somebody wants to be reminded: nobody is without asking for it.
-- room: supervision
create table reminder_wish (
  school_id uuid not null,
  staff_id uuid not null,
  is_on boolean not null,
  body_sealed bytea not null,
  at_ms bigint not null,
  primary key (school_id, staff_id)
);

-- What was sent to whom on which day, or failed and is tried again.
-- room: supervision
create table reminder_try (
  school_id uuid not null,
  target text not null,
  day date not null,
  is_sent boolean not null,
  tries bigint not null,
  next_at_ms bigint not null,
  reason text not null,
  at_ms bigint not null,
  primary key (school_id, target, day)
);
