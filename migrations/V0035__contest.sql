-- A contest or recital that was written down by mistake: it stays on record, is listed no more, and its praise is revoked.
-- room: reward
create table reward_contest_end (
  school_id uuid not null,
  contest_id uuid not null,
  reason text not null,
  actor text not null,
  at_ms bigint not null,
  primary key (school_id, contest_id),
  foreign key (school_id, contest_id) references reward_contest (school_id, id)
);
