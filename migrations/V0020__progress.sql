-- What came of the help (成效跟踪): points of a goal, the book of how a child changes, reviews. What people write is sealed under the child's key.

-- A point of a goal that was measured apart from a record (A7-05): a short practice, a count of the week.
-- room: progress
create table progress_point (
  school_id uuid not null,
  id uuid not null,
  pupil_id uuid not null,
  goal_key uuid not null,
  day date not null,
  body_sealed bytea not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create index progress_point_by_pupil on progress_point (school_id, pupil_id, day);

-- A point that was written by mistake: it stays on record and counts no more.
-- room: progress
create table progress_point_end (
  school_id uuid not null,
  point_id uuid not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, point_id),
  foreign key (school_id, point_id) references progress_point (school_id, id)
);

-- A line of 转化情况记载簿 that somebody wrote, or wrote over the line that came from the records (A5-06, A5-07). Every version stays, the newest counts.
-- room: progress
create table progress_line (
  school_id uuid not null,
  line_id uuid not null,
  number bigint not null,
  pupil_id uuid not null,
  day date not null,
  area text not null check (area in ('home', 'school', 'society')),
  own boolean not null,
  body_sealed bytea not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, pupil_id, line_id, number)
);
create index progress_line_by_pupil on progress_line (school_id, pupil_id, day);

-- A review of a stage (A6-12, B2-06, B6-11): every version stays, the newest counts.
-- room: progress
create table progress_review (
  school_id uuid not null,
  id uuid not null,
  number bigint not null,
  pupil_id uuid not null,
  stage text not null check (stage in ('stage', 'middle', 'term', 'year')),
  day date not null,
  body_sealed bytea not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id, number)
);
create index progress_review_by_pupil on progress_review (school_id, pupil_id, day);
