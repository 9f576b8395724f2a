-- The end of a file: archives of children who have left are opened with a reason for a few hours; what is kept how long; what is destroyed, by two people.

-- room: access
create table archive_opening (
  school_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  pupil_id uuid not null,
  reason text not null,
  from_ms bigint not null,
  until_ms bigint not null,
  primary key (school_id, id)
);
create index archive_opening_by_staff on archive_opening (school_id, staff_id, until_ms);
create index archive_opening_by_time on archive_opening (school_id, from_ms);

-- How many years a class of data is kept after a child has left, and on what ground; each change is a version.
-- room: archive
create table keeping_rule (
  school_id uuid not null,
  class text not null check (class in ('photos', 'person')),
  number bigint not null check (number > 0),
  years bigint not null check (years between 0 and 60),
  basis text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, class, number)
);

-- A child's data are kept longer, with the reason, until a day; the newest counts.
-- room: archive
create table keeping_hold (
  school_id uuid not null,
  pupil_id uuid not null,
  number bigint not null check (number > 0),
  until_day date not null,
  reason_sealed bytea not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, pupil_id, number)
);

-- A destruction that somebody proposed; somebody else carries it out or turns it down.
-- room: archive
create table destruction (
  school_id uuid not null,
  id uuid not null,
  class text not null check (class in ('photos', 'person')),
  day date not null,
  basis text not null,
  staff_id uuid not null,
  at_ms bigint not null,
  primary key (school_id, id)
);

-- room: archive
create table destruction_line (
  school_id uuid not null,
  destruction_id uuid not null,
  pupil_id uuid not null,
  class_name text not null,
  left_day date not null,
  due_day date not null,
  primary key (school_id, destruction_id, pupil_id),
  foreign key (school_id, destruction_id) references destruction (school_id, id)
);
create index destruction_line_by_pupil on destruction_line (school_id, pupil_id);

-- room: archive
create table destruction_end (
  school_id uuid not null,
  destruction_id uuid not null,
  what text not null check (what in ('carried_out', 'declined')),
  day date not null,
  reason text not null,
  staff_id uuid not null,
  at_ms bigint not null,
  primary key (school_id, destruction_id),
  foreign key (school_id, destruction_id) references destruction (school_id, id)
);
