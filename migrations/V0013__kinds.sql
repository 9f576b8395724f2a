-- The survey of all children of a class by kinds (八类学生): who stands in which kind in a school year. It lapses with the year.

-- A class looked through on a day; the newest of a class and year counts, older ones stay.
-- room: screening
create table kind_survey (
  school_id uuid not null,
  id uuid not null,
  class_id uuid not null,
  year_id uuid not null,
  number bigint not null,
  day date not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create unique index kind_survey_once on kind_survey (school_id, class_id, year_id, number);

-- A child in a kind; the words (which talent, why) are sealed under the child's key.
-- room: screening
create table kind_tick (
  school_id uuid not null,
  survey_id uuid not null,
  pupil_id uuid not null,
  category text not null,
  words_sealed bytea,
  since_day date not null,
  primary key (school_id, survey_id, pupil_id, category),
  foreign key (school_id, survey_id) references kind_survey (school_id, id)
);
create index kind_tick_by_pupil on kind_tick (school_id, pupil_id);
