-- What every room leaves behind.

-- room: trail
create table event (
  school_id uuid not null,
  id uuid not null,
  at_ms bigint not null,
  actor text not null,
  kind text not null,
  subject_id uuid not null,
  other_id uuid,
  data text not null,
  primary key (school_id, id)
);
create index event_by_subject on event (school_id, subject_id, at_ms);
create index event_by_time on event (school_id, at_ms);

-- room: trail
create table task (
  school_id uuid not null,
  id uuid not null,
  kind text not null,
  staff_id uuid not null,
  subject_id uuid not null,
  link text not null,
  args text not null,
  due_day date not null,
  opened_at_ms bigint not null,
  primary key (school_id, id)
);
create unique index task_once on task (school_id, staff_id, kind, subject_id, due_day);

-- room: trail
create table task_end (
  school_id uuid not null,
  task_id uuid not null,
  at_ms bigint not null,
  actor text not null,
  how text not null check (how in ('done', 'withdrawn')),
  primary key (school_id, task_id),
  foreign key (school_id, task_id) references task (school_id, id)
);

-- room: trail
create table attachment (
  school_id uuid not null,
  id uuid not null,
  name text not null,
  media_type text not null,
  size_bytes bigint not null,
  sha256 bytea not null,
  content bytea not null,
  owner_id uuid not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create index attachment_by_owner on attachment (school_id, owner_id);

-- room: trail
create table consent (
  school_id uuid not null,
  id uuid not null,
  pupil_id uuid not null,
  purpose text not null,
  given boolean not null,
  how text not null,
  by_whom text not null,
  day date not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create index consent_by_pupil on consent (school_id, pupil_id, purpose);
