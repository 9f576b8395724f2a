-- From results to candidates: never confirmed automatically.

-- A version of a rule; the newest version of a name is the one in force, an ended one is not.
-- room: screening
create table screening_rule (
  school_id uuid not null,
  id uuid not null,
  name text not null,
  category text not null,
  body text not null,
  position bigint not null,
  in_force boolean not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id)
);
create index screening_rule_by_name on screening_rule (school_id, name, at_ms);

-- One run: the rules as they were, how many pupils, and what could not be judged. A run of one rule names it.
-- room: screening
create table screening_run (
  school_id uuid not null,
  id uuid not null,
  term_id uuid not null,
  day date not null,
  only_by text not null default '',
  rules text not null,
  pupils bigint not null,
  candidates bigint not null,
  notes text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, term_id) references term (school_id, id)
);
create index screening_run_by_term on screening_run (school_id, term_id, at_ms);

-- A pupil whom a run found, with the reasons; `rules` and `subjects` list what stands in them as `,0,3,`, for filters and for who may read what.
-- room: screening
create table candidate (
  school_id uuid not null,
  id uuid not null,
  run_id uuid not null,
  pupil_id uuid not null,
  class_id uuid not null,
  grade_id uuid not null,
  reasons text not null,
  rules text not null,
  subjects text not null,
  primary key (school_id, id),
  foreign key (school_id, run_id) references screening_run (school_id, id)
);
create unique index candidate_once on candidate (school_id, run_id, pupil_id);
create index candidate_by_pupil on candidate (school_id, pupil_id);
create index candidate_by_class on candidate (school_id, run_id, class_id);
