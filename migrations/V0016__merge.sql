-- Children who were entered twice.

-- The entry that was taken into another one; an entry that took others in before and goes itself hands them on, so that each points to the one that is kept.
-- room: roster
create table pupil_merge (
  school_id uuid not null,
  gone_id uuid not null,
  kept_id uuid not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, gone_id),
  foreign key (school_id, gone_id) references pupil (school_id, id),
  foreign key (school_id, kept_id) references pupil (school_id, id)
);
create index pupil_merge_by_kept on pupil_merge (school_id, kept_id);

-- Two entries that look alike and are two children: somebody looked. The smaller id stands first.
-- room: roster
create table pupil_apart (
  school_id uuid not null,
  one_id uuid not null,
  other_id uuid not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, one_id, other_id)
);
