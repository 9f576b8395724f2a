-- Wellbeing (心理支持): who receives, what is written of a child and sealed, what was done with it, who may read it until when.
-- room: wellbeing
create table wellbeing_receiver (
  school_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  from_day date not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, staff_id) references staff (school_id, id)
);
-- room: wellbeing
create table wellbeing_receiver_end (
  school_id uuid not null,
  receiver_id uuid not null,
  day date not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, receiver_id),
  foreign key (school_id, receiver_id) references wellbeing_receiver (school_id, id)
);
-- The key of its own that a psychological file has besides the child's: the file can be destroyed alone.
-- room: wellbeing
create table wellbeing_file (
  school_id uuid not null,
  id uuid not null,
  pupil_id uuid not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, pupil_id) references pupil (school_id, id)
);
create index wellbeing_file_of on wellbeing_file (school_id, pupil_id);
-- A file whose key was destroyed.
-- room: wellbeing
create table wellbeing_file_end (
  school_id uuid not null,
  file_id uuid not null,
  day date not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, file_id),
  foreign key (school_id, file_id) references wellbeing_file (school_id, id)
);
-- One thing that was written of a child. Without a file: sealed under the child's key alone, for more readers than the counsellor.
-- room: wellbeing
create table wellbeing_entry (
  school_id uuid not null,
  id uuid not null,
  pupil_id uuid not null,
  file_id uuid,
  kind text not null,
  day date not null,
  staff_id uuid not null,
  about_id uuid,
  body_sealed bytea not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, pupil_id) references pupil (school_id, id),
  foreign key (school_id, file_id) references wellbeing_file (school_id, id),
  foreign key (school_id, staff_id) references staff (school_id, id)
);
create index wellbeing_entry_of on wellbeing_entry (school_id, pupil_id, kind);
create index wellbeing_entry_day on wellbeing_entry (school_id, kind, day);
-- What was done with it, step by step.
-- room: wellbeing
create table wellbeing_step (
  school_id uuid not null,
  entry_id uuid not null,
  number bigint not null,
  what text not null,
  day date not null,
  words_sealed bytea,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, entry_id, number),
  foreign key (school_id, entry_id) references wellbeing_entry (school_id, id)
);
-- Until when somebody reads a file that is not theirs: by leave of the counsellor, or because the glass was broken.
-- room: wellbeing
create table wellbeing_reading (
  school_id uuid not null,
  id uuid not null,
  entry_id uuid not null,
  pupil_id uuid not null,
  staff_id uuid not null,
  way text not null,
  from_ms bigint not null,
  until_ms bigint not null,
  actor text not null,
  primary key (school_id, id),
  foreign key (school_id, entry_id) references wellbeing_entry (school_id, id),
  foreign key (school_id, pupil_id) references pupil (school_id, id),
  foreign key (school_id, staff_id) references staff (school_id, id)
);
create index wellbeing_reading_of on wellbeing_reading (school_id, pupil_id, staff_id);
-- room: wellbeing
create table wellbeing_reading_end (
  school_id uuid not null,
  reading_id uuid not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, reading_id),
  foreign key (school_id, reading_id) references wellbeing_reading (school_id, id)
);
