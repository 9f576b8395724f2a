-- How a child's goals went, tapped in a record (PRACTICE 1.5): the points of a chart that needs no tests.

-- The marks belong to the version of the text with the same number: rewriting a record writes the marks anew, the newest version counts. The goal is the part of the plan of the same key.
-- room: activity
create table activity_goal_mark (
  school_id uuid not null,
  activity_id uuid not null,
  pupil_id uuid not null,
  item_key uuid not null,
  number bigint not null,
  mark text not null check (mark in ('full', 'half', 'none')),
  value_sealed bytea,
  at_ms bigint not null,
  primary key (school_id, activity_id, pupil_id, item_key, number),
  foreign key (school_id, activity_id) references activity (school_id, id)
);
create index activity_goal_mark_by_pupil on activity_goal_mark (school_id, pupil_id);

-- A photo that belongs to a record, with the child under whose key it is sealed; the file itself lies among the attachments. A photo that was taken back is shown no more.
-- room: activity
create table activity_photo (
  school_id uuid not null,
  id uuid not null,
  activity_id uuid not null,
  pupil_id uuid not null,
  at_ms bigint not null,
  primary key (school_id, id),
  foreign key (school_id, activity_id) references activity (school_id, id)
);
create index activity_photo_by_pupil on activity_photo (school_id, pupil_id);

-- room: activity
create table activity_photo_end (
  school_id uuid not null,
  photo_id uuid not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, photo_id),
  foreign key (school_id, photo_id) references activity_photo (school_id, id)
);
