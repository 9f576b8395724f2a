-- Supervision (督查): what was postponed, what was handed in, checks with interviews and findings, the joint evaluation.

-- What is owed to a child in a stretch of the term is done later, for a reason (CONVENTIONS 2.9.7); the newest word counts.
-- room: supervision
create table supervision_postponed (
  school_id uuid not null,
  id uuid not null,
  pupil_id uuid not null,
  act text not null,
  from_day date not null,
  latest_day date not null,
  reason text not null check (reason in ('child_ill', 'staff_away', 'activity', 'weather', 'other')),
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create index supervision_postponed_by_day on supervision_postponed (school_id, from_day);
create index supervision_postponed_by_pupil on supervision_postponed (school_id, pupil_id);

-- A helper hands the records of a month in (A9-30), with what was still open then.
-- room: supervision
create table supervision_hand_in (
  school_id uuid not null,
  staff_id uuid not null,
  due_month date not null,
  day date not null,
  children bigint not null,
  records bigint not null,
  missing bigint not null,
  reason text not null,
  at_ms bigint not null,
  primary key (school_id, staff_id, due_month),
  foreign key (school_id, staff_id) references staff (school_id, id)
);
create index supervision_hand_in_by_month on supervision_hand_in (school_id, due_month);

-- The day by which a month is handed in was moved for the whole school (CONVENTIONS 2.9.7); the newest word counts.
-- room: supervision
create table supervision_due (
  school_id uuid not null,
  due_month date not null,
  number bigint not null,
  due_day date not null,
  reason text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, due_month, number)
);

-- A check: at the month's end by the leader of a grade (A9-29), or by the office without notice (B6-12). Whom it meets is drawn by a seed, so that anybody can draw again.
-- room: supervision
create table supervision_check (
  school_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('month_end', 'inspection')),
  grade_id uuid,
  staff_id uuid not null,
  day date not null,
  seed text not null,
  population bigint not null check (population > 0),
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, staff_id) references staff (school_id, id)
);
create index supervision_check_by_day on supervision_check (school_id, day);

-- Everybody among whom was drawn, in the order of the draw: the first ones are met, and who is not there is followed by the next.
-- room: supervision
create table supervision_drawn (
  school_id uuid not null,
  check_id uuid not null,
  place bigint not null,
  pupil_id uuid not null,
  met boolean not null,
  passed text not null,
  primary key (school_id, check_id, place),
  foreign key (school_id, check_id) references supervision_check (school_id, id)
);
create index supervision_drawn_by_pupil on supervision_drawn (school_id, pupil_id);

-- What a child said and what its records show (A9-29). The child's words are sealed under its key and are not for who helps it. Every version stays.
-- room: supervision
create table supervision_interview (
  school_id uuid not null,
  check_id uuid not null,
  pupil_id uuid not null,
  number bigint not null,
  talked text not null check (talked in ('often', 'once', 'never', 'unsure')),
  tutored text not null check (tutored in ('often', 'once', 'never', 'unsure')),
  helped text not null check (helped in ('yes', 'some', 'no', 'unsure')),
  agrees text not null check (agrees in ('agrees', 'partly', 'differs')),
  day date not null,
  body_sealed bytea not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, check_id, pupil_id, number),
  foreign key (school_id, check_id) references supervision_check (school_id, id)
);
create index supervision_interview_by_pupil on supervision_interview (school_id, pupil_id);

-- Something to be mended that a check found, with who mends it by when.
-- room: supervision
create table supervision_finding (
  school_id uuid not null,
  id uuid not null,
  check_id uuid not null,
  pupil_id uuid not null,
  staff_id uuid not null,
  due_day date not null,
  body_sealed bytea not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, check_id) references supervision_check (school_id, id),
  foreign key (school_id, staff_id) references staff (school_id, id)
);
create index supervision_finding_by_check on supervision_finding (school_id, check_id);
create index supervision_finding_by_staff on supervision_finding (school_id, staff_id);
create index supervision_finding_by_pupil on supervision_finding (school_id, pupil_id);

-- Mended, sent back, accepted: in turn.
-- room: supervision
create table supervision_finding_step (
  school_id uuid not null,
  finding_id uuid not null,
  number bigint not null,
  what text not null check (what in ('mended', 'sent_back', 'accepted')),
  day date not null,
  body_sealed bytea not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, finding_id, number),
  foreign key (school_id, finding_id) references supervision_finding (school_id, id)
);

-- A check is over, with what it says of the whole: no names.
-- room: supervision
create table supervision_check_end (
  school_id uuid not null,
  check_id uuid not null,
  day date not null,
  words text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, check_id),
  foreign key (school_id, check_id) references supervision_check (school_id, id)
);

-- The joint evaluation of helper and children of a term is opened (A3-18).
-- room: supervision
create table supervision_joint (
  school_id uuid not null,
  term_id uuid not null,
  day date not null,
  reply_until date not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, term_id)
);

-- What a helper says to it: seen, or a reply; every version stays.
-- room: supervision
create table supervision_joint_reply (
  school_id uuid not null,
  term_id uuid not null,
  staff_id uuid not null,
  number bigint not null,
  day date not null,
  words text not null,
  at_ms bigint not null,
  primary key (school_id, term_id, staff_id, number),
  foreign key (school_id, staff_id) references staff (school_id, id)
);
