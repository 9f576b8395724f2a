-- The survey of all pupils of a class by the kinds of the school's own files (A8-03, A5-02).

-- A sheet that somebody saved for a class; each save is one. Which levels were open to the person says which kinds it speaks of.
-- room: screening
create table survey_sheet (
  school_id uuid not null,
  id uuid not null,
  year_id uuid not null,
  class_id uuid not null,
  number bigint not null,
  staff_id uuid not null,
  levels text not null,
  day date not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create unique index survey_sheet_once on survey_sheet (school_id, year_id, class_id, number);

-- What a sheet says newly of a child: that it is of a kind, or that it is not. The newest of a school year counts; with the year it lapses (A2-23).
-- room: screening
create table survey_tick (
  school_id uuid not null,
  sheet_id uuid not null,
  pupil_id uuid not null,
  kind text not null,
  ticked boolean not null,
  source text not null check (source in ('register', 'screening', 'teacher')),
  talent text not null,
  reason_sealed bytea,
  primary key (school_id, sheet_id, pupil_id, kind),
  foreign key (school_id, sheet_id) references survey_sheet (school_id, id)
);
create index survey_tick_by_pupil on survey_tick (school_id, pupil_id);
