-- The turn of the year: what one teacher hands to the next, archives that are closed and opened with a reason, what is kept how long and destroyed by two people.

-- A part of a hand-over note that a person wrote over; each version stays. Sealed under the child's key.
-- room: archive
create table handover_part (
  school_id uuid not null,
  note_id uuid not null,
  part text not null,
  number bigint not null check (number > 0),
  pupil_id uuid not null,
  body_sealed bytea not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, note_id, part, number)
);
create index handover_part_by_pupil on handover_part (school_id, pupil_id);

-- What was done with a note: signed with all its parts, taken back, read, asked, answered. Sealed under the child's key.
-- room: archive
create table handover_step (
  school_id uuid not null,
  note_id uuid not null,
  number bigint not null check (number > 0),
  pupil_id uuid not null,
  start_year bigint not null,
  what text not null check (what in ('signed', 'back', 'seen', 'asked', 'answered')),
  day date not null,
  staff_id uuid not null,
  body_sealed bytea not null,
  at_ms bigint not null,
  primary key (school_id, note_id, number)
);
create index handover_step_by_pupil on handover_step (school_id, pupil_id, start_year);
