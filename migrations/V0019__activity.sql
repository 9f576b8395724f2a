-- What was done with children (帮扶记录): talks, tutoring, visits, what was seen.

-- An act, once, whoever was present (CONVENTIONS 2.2). The id comes from the form, so that what is sent twice is there once.
-- room: activity
create table activity (
  school_id uuid not null,
  id uuid not null,
  kind text not null,
  how text not null,
  day date not null,
  minutes bigint check (minutes between 1 and 600),
  staff_id uuid not null,
  sealed_for text not null check (sealed_for in ('academic', 'family', 'psychological')),
  held boolean not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create index activity_by_staff on activity (school_id, staff_id, day);

-- room: activity
create table activity_pupil (
  school_id uuid not null,
  activity_id uuid not null,
  pupil_id uuid not null,
  day date not null,
  primary key (school_id, activity_id, pupil_id),
  foreign key (school_id, activity_id) references activity (school_id, id)
);
create index activity_pupil_by_pupil on activity_pupil (school_id, pupil_id, day);

-- What was written of each child, sealed under its key; every version stays, the newest counts.
-- room: activity
create table activity_text (
  school_id uuid not null,
  activity_id uuid not null,
  pupil_id uuid not null,
  number bigint not null,
  voice_sealed bytea,
  done_sealed bytea,
  worked_sealed bytea,
  unsuited_sealed bytea,
  next_sealed bytea,
  next_day date,
  at_ms bigint not null,
  primary key (school_id, activity_id, pupil_id, number),
  foreign key (school_id, activity_id) references activity (school_id, id)
);
create index activity_text_by_pupil on activity_text (school_id, pupil_id);
